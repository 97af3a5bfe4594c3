package io.github.awing.eval;

import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Collections;
import java.util.List;

/**
 * Predicted landmarks of one face.
 *
 * @param landmarks in the picture's pixels; NaN without a finite prediction
 * @param confidence of each landmark: its heatmap's highest value, near 1 for a confident
 *     prediction; NaN without a finite one
 */
public record Alignment(Landmarks landmarks, List<Double> confidence) {

  /** Takes a copy of the confidences. */
  public Alignment {
    confidence = List.copyOf(confidence);
  }

  /** An alignment without an answer: every number is NaN. */
  static Alignment none(int landmarks) {
    return new Alignment(
        Landmarks.of(Collections.nCopies(landmarks, new Point(Double.NaN, Double.NaN))),
        Collections.nCopies(landmarks, Double.NaN));
  }
}
