package io.github.awing.data;

import java.nio.file.Path;
import java.util.Set;

/**
 * One face as its data set describes it; the picture is not read yet.
 *
 * @param image the picture's name within its data set, with forward slashes, as lists and results
 *     print it
 * @param picture the picture file
 * @param box the face's rectangle as the data set gives it or, where it gives none, the box of the
 *     landmarks
 * @param landmarks the true landmarks, in the picture's pixels
 * @param attributes the names of the data set's attributes that hold for this face, for instance
 *     {@code pose} and {@code occlusion}
 */
public record AnnotatedFace(
    String image, Path picture, Box box, Landmarks landmarks, Set<String> attributes) {

  /** Takes a copy of the attributes. */
  public AnnotatedFace {
    attributes = Set.copyOf(attributes);
  }
}
