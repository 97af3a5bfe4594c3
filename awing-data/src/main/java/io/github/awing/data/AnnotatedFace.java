package io.github.awing.data;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One face as its data set describes it; the picture is not read yet.
 *
 * @param image the picture's name within its data set, with forward slashes, as lists and results
 *     print it
 * @param picture where the picture is read from
 * @param box the face's rectangle as the data set gives it or, where it gives none, the box of the
 *     labelled landmarks
 * @param landmarks the true landmarks, in the picture's pixels; the places of unlabelled ones mean
 *     nothing
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
   * Takes copies.
   *
   * @throws IllegalArgumentException if there are not as many visibilities as landmarks
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

  /** A face of which every landmark is visible. */
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

  /** Whether the place of landmark {@code index} is told. */
  public boolean labelled(int index) {
    return visibility.get(index) != Visibility.UNLABELLED;
  }

  /** Whether the places of all landmarks are told. */
  public boolean allLabelled() {
    return !visibility.contains(Visibility.UNLABELLED);
  }

  /** The same face with another rectangle. */
  public AnnotatedFace withBox(Box other) {
    return new AnnotatedFace(image, picture, other, landmarks, visibility, attributes);
  }
}
