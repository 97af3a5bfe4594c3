package io.github.awing.data.format;

import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Landmarks of one face and the name of its picture, which is not opened.
 *
 * @param image the picture's name, with forward slashes, as in the file
 * @param box the face's rectangle, if the file has one
 * @param landmarks in the picture's pixels, the first pixel's centre at (0, 0); NaN where a
 *     prediction has no answer
 * @param attributes names of the face's attributes, for instance {@code pose}
 * @param place the file, or the file and the line, for messages
 */
public record NamedLandmarks(
    String image, Optional<Box> box, Landmarks landmarks, Set<String> attributes, String place) {

  /** Copies the attributes. */
  public NamedLandmarks {
    attributes = Set.copyOf(attributes);
  }

  /**
   * The same face or, if it has no landmarks at all, with {@code count} landmarks without an
   * answer.
   */
  NamedLandmarks orNoAnswer(int count) {
    return landmarks.count() > 0
        ? this
        : new NamedLandmarks(
            image,
            box,
            Landmarks.of(Collections.nCopies(count, new Point(Double.NaN, Double.NaN))),
            attributes,
            place);
  }
}
