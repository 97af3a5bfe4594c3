package io.github.awing.loss;

/** What is done with target heatmaps outside 0 to 1. Wherever they are accepted, NaN stays NaN. */
public enum TargetRange {
  /**
   * Refused with an {@link IllegalArgumentException} that gives the range found. Up to {@value
   * #ROUNDING} beyond is rounding, and moved to the end of the range. Pixels with mask 0 may hold
   * anything.
   *
   * <p>Heatmaps from 0 to 255, a published mistake, are found this way. A SameDiff graph cannot
   * refuse: there they are moved.
   */
  REFUSE,
  /** Moved to the nearer end of the range: for targets that were interpolated, say. */
  CLAMP;

  static final double ROUNDING = 1e-4;

  /** Whether a target is further outside 0 to 1 than rounding explains; not if it is NaN. */
  static boolean isBeyond(double target) {
    return target < -ROUNDING || target > 1 + ROUNDING;
  }

  static IllegalArgumentException refusal(double least, double greatest) {
    return new IllegalArgumentException(
        "targets must be in 0 to 1, but these are in %s to %s (TargetRange.CLAMP accepts them)"
            .formatted(least, greatest));
  }
}
