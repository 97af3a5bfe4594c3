package io.github.awing.data.format;

import io.github.awing.data.Landmarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds duplicate faces of a list: the same landmarks in the same picture. Several faces in one
 * picture are not duplicates.
 */
final class SeenFaces {

  private final Map<List<Object>, String> places = new HashMap<>();

  /**
   * Adds a face.
   *
   * @param picture its name in the data set, or its source
   * @param place the face's file and line, for messages
   * @return the place of the same face, if it was added before
   */
  Optional<String> add(Object picture, Landmarks landmarks, String place) {
    return Optional.ofNullable(places.putIfAbsent(List.of(picture, landmarks), place));
  }

  /** The error of a duplicate face. */
  static String duplicate(String earlier) {
    return "the same face of the same picture stands at %s already".formatted(earlier);
  }
}
