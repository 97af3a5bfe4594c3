package io.github.awing.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Computes confidence intervals by the percentile bootstrap (Efron 1979). A resample draws as many
 * faces as there are, with replacement. An interval holds the middle 95 % of the resamples'
 * figures. Equal seeds give equal intervals.
 *
 * @param resamples number of resamples, at least 1
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

  /** Share of the resampled figures in an interval. */
  public static final double LEVEL = 0.95;

  /** A thousand resamples: the ends of an interval are exact to a few percent of its width. */
  public static final Bootstrap USUAL = new Bootstrap(1000, 1);

  /**
   * Checks the number of resamples.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, but are " + resamples);
    }
  }

  /**
   * Computes the intervals of the figures of some faces; their order does not matter.
   *
   * @param threshold of FR and AUC, a fraction above 0
   */
  public MetricIntervals of(FaceErrors errors, double threshold) {
    return intervals(figures(errors.ascending(), threshold));
  }

  /**
   * Computes the intervals of the differences between two networks' figures on the same faces, the
   * first network minus the second. Every draw takes one face for both networks, so faces that are
   * hard for both cancel out; the intervals are narrower than the networks' own intervals suggest.
   * An end of the NME's interval is infinite or NaN where it depends on faces without an answer.
   *
   * @param first errors of the faces, 0 or more or infinite
   * @param second of the same faces, in the same order
   * @param threshold of FR and AUC, a fraction above 0
   * @throws IllegalArgumentException if the two have different numbers of faces
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

  /** Contribution of each face to NME, FR and AUC, which are means. */
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

  /** Interpolates linearly between the two nearest values, as NumPy and R do by default. */
  private static double quantile(double[] ascending, double share) {
    double place = share * (ascending.length - 1);
    int below = (int) place;
    double part = place - below;
    double low = ascending[below];
    // Between two infinite values the formula gives NaN.
    return part == 0 || low == ascending[below + 1]
        ? low
        : low + part * (ascending[below + 1] - low);
  }
}
