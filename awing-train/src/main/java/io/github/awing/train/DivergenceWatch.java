package io.github.awing.train;

import java.util.List;

/**
 * When a training is lost: its loss is no number any more, or so far above where it began that it
 * will not come back.
 */
final class DivergenceWatch {

  private static final int FIRST_STEPS = 10;
  private static final double MOST_TIMES_FIRST = 100;

  private DivergenceWatch() {}

  /**
   * Whether the last step was one too many.
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
