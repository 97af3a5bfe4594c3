package io.github.awing.eval;

import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Collections;
import java.util.List;

/**
 * What a network found in one face.
 *
 * @param landmarks in the picture's pixels; NaN where there is no finite answer
 * @param confidence of each landmark: its heatmap's highest value, near 1 when sure; NaN where
 *     there was no finite one
 */
public record Alignment(Landmarks landmarks, List<Double> confidence) {

  /** Takes a copy of the confidences. */
  public Alignment {
    confidence = List.copyOf(confidence);
  }

  /** No answer: every number is NaN. */
  static Alignment none(int landmarks) {
    return new Alignment(
        Landmarks.of(Collections.nCopies(landmarks, new Point(Double.NaN, Double.NaN))),
        Collections.nCopies(landmarks, Double.NaN));
  }
}
