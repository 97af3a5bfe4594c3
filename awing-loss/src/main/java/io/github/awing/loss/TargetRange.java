package io.github.awing.loss;

/** Treatment of target heatmaps outside 0 to 1. Where they are accepted, NaN stays NaN. */
public enum TargetRange {
  /**
   * Refuses such targets with an {@link IllegalArgumentException} that gives the range found.
   * Targets outside by at most {@value #ROUNDING} count as rounding errors and are moved to the end
   * of the range. Pixels with mask 0 may hold any value.
   *
   * <p>This finds heatmaps from 0 to 255, a published mistake. A SameDiff graph cannot refuse
   * targets; it moves them.
   */
  REFUSE,
  /**
   * Moves such targets to the nearer end of the range, for instance targets that were interpolated.
   */
  CLAMP;

  static final double ROUNDING = 1e-4;

  /** Whether a target is further outside 0 to 1 than rounding explains; false for NaN. */
  static boolean isBeyond(double target) {
    return target < -ROUNDING || target > 1 + ROUNDING;
  }

  static IllegalArgumentException refusal(double least, double greatest) {
    return new IllegalArgumentException(
        "targets must be in 0 to 1, but these are in %s to %s (TargetRange.CLAMP accepts them)"
            .formatted(least, greatest));
  }
}
