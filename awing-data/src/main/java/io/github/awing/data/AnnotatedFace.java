package io.github.awing.data;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One face with the annotations of its data set; the picture is not read yet.
 *
 * @param image the picture's name within its data set, with forward slashes, as lists and results
 *     print it
 * @param picture source of the picture
 * @param box the face's rectangle from the data set or, if it has none, the box of the labelled
 *     landmarks
 * @param landmarks the true landmarks, in the picture's pixels; the places of unlabelled ones have
 *     no meaning
 * @param visibility of each landmark
 * @param attributes the names of the data set's attributes that hold for this face, for instance
 *     {@code pose} and {@code occlusion}
 */
public record AnnotatedFace(
    String image,
    PictureSource picture,
    Box box,
    Landmarks landmarks,
    List<Visibility> visibility,
    Set<String> attributes) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the visibilities are not as many as the landmarks
   */
  public AnnotatedFace {
    if (visibility.size() != landmarks.count()) {
      throw new IllegalArgumentException(
          "%d landmarks cannot have %d visibilities"
              .formatted(landmarks.count(), visibility.size()));
    }
    visibility = List.copyOf(visibility);
    attributes = Set.copyOf(attributes);
  }

  /** Makes a face of which every landmark is visible. */
  public AnnotatedFace(
      String image, PictureSource picture, Box box, Landmarks landmarks, Set<String> attributes) {
    this(
        image,
        picture,
        box,
        landmarks,
        Collections.nCopies(landmarks.count(), Visibility.VISIBLE),
        attributes);
  }

  /** Whether landmark {@code index} has a place. */
  public boolean labelled(int index) {
    return visibility.get(index) != Visibility.UNLABELLED;
  }

  /** Whether all landmarks have places. */
  public boolean allLabelled() {
    return !visibility.contains(Visibility.UNLABELLED);
  }

  /** The same face with another rectangle. */
  public AnnotatedFace withBox(Box other) {
    return new AnnotatedFace(image, picture, other, landmarks, visibility, attributes);
  }
}
