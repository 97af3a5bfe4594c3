package io.github.awing.train.ablation;

import io.github.awing.eval.report.FigureText;
import java.util.Arrays;

/**
 * Mean and deviation of a figure over several seeds.
 *
 * @param mean of them
 * @param deviation sample standard deviation (of n − 1); NaN if there is but one, or one is
 *     infinite
 */
record MeanAndStd(double mean, double deviation) {

  /** Computes both of at least one figure. */
  static MeanAndStd of(double... figures) {
    double mean = Arrays.stream(figures).average().orElseThrow();
    double squares = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum();
    return new MeanAndStd(
        mean, figures.length < 2 ? Double.NaN : Math.sqrt(squares / (figures.length - 1)));
  }

  /** Writes both with so many digits after the dot. */
  String text(int digits) {
    String text = FigureText.fixed(digits, mean);
    return Double.isNaN(deviation) ? text : text + " ± " + FigureText.fixed(digits, deviation);
  }

  /** Converts to other units. */
  MeanAndStd times(double factor) {
    return new MeanAndStd(factor * mean, factor * deviation);
  }
}
