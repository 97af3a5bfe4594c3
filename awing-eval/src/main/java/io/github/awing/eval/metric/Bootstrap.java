package io.github.awing.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Confidence intervals by the percentile bootstrap (Efron 1979): as many faces are drawn with
 * replacement as there are, again and again, and an interval holds the middle 95 % of the figures
 * that come out. The seed makes them the same every time.
 *
 * @param resamples how often, at least 1
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

  /** The share of resampled figures that an interval holds. */
  public static final double LEVEL = 0.95;

  /** A thousand resamples, which settle the ends of an interval to a few percent of its width. */
  public static final Bootstrap USUAL = new Bootstrap(1000, 1);

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, but are " + resamples);
    }
  }

  /**
   * The intervals of the figures of some faces, whatever their order.
   *
   * @param threshold of FR and AUC, a fraction above 0
   */
  public MetricIntervals of(FaceErrors errors, double threshold) {
    return intervals(figures(errors.ascending(), threshold));
  }

  /**
   * The intervals of the differences between two networks' figures on the same faces, the first
   * one's minus the second's. Every draw takes a face for both, so what is hard for both cancels
   * out: these intervals are narrower than the two networks' own would let one think. An end of the
   * NME's interval is infinite or NaN where faces without an answer decide it.
   *
   * @param first errors of the faces, 0 or more or infinite
   * @param second of the same faces, in the same order
   * @param threshold of FR and AUC, a fraction above 0
   * @throws IllegalArgumentException if they are not as many
   */
  public MetricIntervals ofDifference(double[] first, double[] second, double threshold) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "%d faces cannot be compared with %d".formatted(first.length, second.length));
    }
    double[][] differences = figures(first, threshold);
    double[][] others = figures(second, threshold);
    for (int figure = 0; figure < differences.length; figure++) {
      for (int i = 0; i < first.length; i++) {
        differences[figure][i] -= others[figure][i];
      }
    }
    return intervals(differences);
  }

  /** What each face adds to NME, FR and AUC, which are means. */
  private static double[][] figures(double[] errors, double threshold) {
    return new double[][] {
      errors.clone(),
      Arrays.stream(errors).map(e -> FaceErrors.isFailure(e, threshold) ? 1 : 0).toArray(),
      Arrays.stream(errors).map(e -> FaceErrors.area(e, threshold)).toArray()
    };
  }

  private MetricIntervals intervals(double[][] figures) {
    int faces = figures[0].length;
    double[][] means = new double[figures.length][resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int resample = 0; resample < resamples; resample++) {
      double[] sums = new double[figures.length];
      for (int i = 0; i < faces; i++) {
        int drawn = random.nextInt(faces);
        for (int figure = 0; figure < figures.length; figure++) {
          sums[figure] += figures[figure][drawn];
        }
      }
      for (int figure = 0; figure < figures.length; figure++) {
        means[figure][resample] = sums[figure] / faces;
      }
    }
    return new MetricIntervals(middle(means[0]), middle(means[1]), middle(means[2]));
  }

  private static Interval middle(double[] means) {
    Arrays.sort(means);
    return new Interval(quantile(means, (1 - LEVEL) / 2), quantile(means, (1 + LEVEL) / 2));
  }

  /** Linear between the two nearest, as NumPy's and R's default. */
  private static double quantile(double[] ascending, double share) {
    double place = share * (ascending.length - 1);
    int below = (int) place;
    double part = place - below;
    double low = ascending[below];
    // Two infinite ends have no place between them.
    return part == 0 || low == ascending[below + 1]
        ? low
        : low + part * (ascending[below + 1] - low);
  }
}
