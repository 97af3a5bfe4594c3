package io.github.awing.eval.metric;

import java.util.Arrays;

/**
 * Errors of many faces and their figures: mean, failure rate, cumulative error distribution (CED)
 * and the area under it. Errors and results are fractions, never percent.
 *
 * <p>A face without an answer has an infinite error. It makes the mean infinite, counts as a
 * failure at every threshold and adds 0 to the area.
 */
public final class FaceErrors {

  private static final double SIMPSON_STEP = 1e-4;

  /** Ascending. */
  private final double[] errors;

  private FaceErrors(double[] errors) {
    this.errors = errors;
  }

  /**
   * Collects errors, one for each face, in any order.
   *
   * @param errors each 0 or more, or infinite
   * @throws IllegalArgumentException if there are no errors, or one is negative or NaN
   */
  public static FaceErrors of(double... errors) {
    if (errors.length == 0) {
      throw new IllegalArgumentException("there are no faces to measure");
    }
    for (double error : errors) {
      if (!(error >= 0)) {
        throw new IllegalArgumentException("an error must be 0 or more, but one is " + error);
      }
    }
    double[] ascending = errors.clone();
    Arrays.sort(ascending);
    return new FaceErrors(ascending);
  }

  /** Number of faces. */
  public int count() {
    return errors.length;
  }

  /** All errors, ascending. */
  double[] ascending() {
    return errors.clone();
  }

  /** The distinct errors, ascending: the CED rises at these. */
  public double[] distinct() {
    return Arrays.stream(errors).distinct().toArray();
  }

  /** The mean error. */
  public double mean() {
    return Arrays.stream(errors).sum() / errors.length;
  }

  /** The CED: the fraction of faces with an error of at most {@code error}. */
  public double fractionWithin(double error) {
    return (double) Arrays.stream(errors).filter(e -> e <= error).count() / errors.length;
  }

  /**
   * FR: the fraction of faces with an error above the threshold.
   *
   * @throws IllegalArgumentException if the threshold is not above 0 and finite
   */
  public double failureRate(double threshold) {
    check(threshold);
    return (double) Arrays.stream(errors).filter(e -> isFailure(e, threshold)).count()
        / errors.length;
  }

  /**
   * AUC: the exact area under the CED from 0 to the threshold, divided by the threshold, which is
   * the mean of max(0, 1 − error / threshold).
   *
   * @throws IllegalArgumentException if the threshold is not above 0 and finite
   */
  public double auc(double threshold) {
    check(threshold);
    return Arrays.stream(errors).map(e -> area(e, threshold)).sum() / errors.length;
  }

  /** Whether a face is a failure: its error exceeds the threshold. */
  static boolean isFailure(double error, double threshold) {
    return error > threshold;
  }

  /** Contribution of one face to the AUC: the share of [0, threshold] above its error. */
  static double area(double error, double threshold) {
    return Math.max(0, 1 - error / threshold);
  }

  /**
   * AUC as the papers' code computes it: by Simpson's rule on the CED with steps of 1e-4, or the
   * next shorter step that divides the threshold into an even number of intervals. Serves the
   * comparison with published figures; {@link #auc} is the exact area.
   *
   * @throws IllegalArgumentException if the threshold is not above 0 and at most 1000
   */
  public double aucSimpson(double threshold) {
    check(threshold);
    if (threshold > 1000) {
      throw new IllegalArgumentException(
          "Simpson's rule is meant for thresholds up to 1000, not " + threshold);
    }
    // A threshold such as 0.3 gives 3000.0000000000005 steps, which must count as 3000, not 3002.
    int intervals = 2 * (int) Math.max(1, Math.ceil(threshold / (2 * SIMPSON_STEP) - 1e-6));
    double sum = 0;
    int within = 0;
    for (int i = 0; i <= intervals; i++) {
      double limit = threshold * i / intervals;
      while (within < errors.length && errors[within] <= limit) {
        within++;
      }
      int weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * (double) within;
    }
    return sum / errors.length / (3.0 * intervals);
  }

  /**
   * All figures at one threshold.
   *
   * @throws IllegalArgumentException if the threshold is not above 0 and at most 1000
   */
  public Metrics metrics(double threshold) {
    return new Metrics(
        count(), mean(), failureRate(threshold), auc(threshold), aucSimpson(threshold));
  }

  private static void check(double threshold) {
    if (!(threshold > 0 && Double.isFinite(threshold))) {
      throw new IllegalArgumentException("the threshold must be above 0, but is " + threshold);
    }
  }
}
