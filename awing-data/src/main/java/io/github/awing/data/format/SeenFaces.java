package io.github.awing.data.format;

import io.github.awing.data.Landmarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The faces of a list so far, so that one that is there twice is found: the same landmarks in the
 * same picture. Several faces in one picture are several faces.
 */
final class SeenFaces {

  private final Map<List<Object>, String> places = new HashMap<>();

  /**
   * Adds a face.
   *
   * @param picture what its data set calls it, or where it is
   * @param place where the face stands, for people
   * @return where the same face stands already
   */
  Optional<String> add(Object picture, Landmarks landmarks, String place) {
    return Optional.ofNullable(places.putIfAbsent(List.of(picture, landmarks), place));
  }

  /** What is wrong with a face that is there twice. */
  static String twice(String earlier) {
    return "the same face of the same picture stands at %s already".formatted(earlier);
  }
}
