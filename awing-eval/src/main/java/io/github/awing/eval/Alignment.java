package io.github.awing.eval;

import io.github.awing.data.Landmarks;
import java.util.List;

/**
 * What a network found in one face.
 *
 * @param landmarks in the picture's pixels; NaN where the network gave no finite answer
 * @param confidence of each landmark: its heatmap's highest value, near 1 when sure; NaN where
 *     there was no finite one
 */
public record Alignment(Landmarks landmarks, List<Double> confidence) {

  /** Takes a copy of the confidences. */
  public Alignment {
    confidence = List.copyOf(confidence);
  }
}
