package io.github.awing.train;

import java.util.List;

/**
 * Tells when a training has diverged: its loss is NaN or infinite, or more than 100 times the mean
 * of its first ten steps.
 */
final class DivergenceWatch {

  private static final int FIRST_STEPS = 10;
  private static final double MOST_TIMES_FIRST = 100;

  private DivergenceWatch() {}

  /**
   * Tells whether the last step made the loss explode.
   *
   * @param losses of every step so far, at least one
   */
  static boolean diverged(List<Double> losses) {
    double last = losses.get(losses.size() - 1);
    if (!Double.isFinite(last)) {
      return true;
    }
    if (losses.size() <= FIRST_STEPS) {
      return false;
    }
    double first =
        losses.subList(0, FIRST_STEPS).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(0);
    return last > MOST_TIMES_FIRST * first;
  }
}
