package io.github.awing.data.format;

import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * The landmarks of one face and the name of its picture, which nobody opens.
 *
 * @param image the picture's name, with forward slashes, as the file gives it
 * @param box the face's rectangle, if the file gives one
 * @param landmarks in the picture's pixels, the first pixel's centre at (0, 0); NaN where a
 *     prediction has no answer
 * @param attributes what the file says of the face, for instance {@code pose}
 * @param place where it stands, for people: a file, or a file and a line
 */
public record NamedLandmarks(
    String image, Optional<Box> box, Landmarks landmarks, Set<String> attributes, String place) {

  /** Takes a copy of the attributes. */
  public NamedLandmarks {
    attributes = Set.copyOf(attributes);
  }

  /** The same, or that many landmarks without an answer if it has none at all. */
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
