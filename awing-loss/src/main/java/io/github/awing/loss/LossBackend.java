package io.github.awing.loss;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Implementation that computes the loss of whole arrays. All give the same results within their
 * precision.
 */
public enum LossBackend {
  /**
   * {@link #FUSED} for float and 16-bit arrays on the CPU backend, {@link #ND4J} for all others.
   */
  AUTOMATIC,
  /**
   * One pass over the arrays' native memory on all cores, for weighted loss map, loss, gradient,
   * mask and sum together. It is plain Java that the just-in-time compiler turns into vector
   * instructions.
   *
   * <p>It takes float arrays on the CPU backend only, and 16-bit arrays, which are converted to
   * floats.
   */
  FUSED,
  /** ND4J's operations, one after the other, for every ND4J backend and floating type. */
  ND4J;

  /** Largest number of floats whose bytes Java can address as one buffer. */
  private static final int LONGEST = Integer.MAX_VALUE / Float.BYTES;

  /** Whether an array of this type and length is computed by {@link FusedPass}. */
  boolean isFusedFor(INDArray heatmaps) {
    boolean possible =
        heatmaps.dataType() == DataType.FLOAT
            && heatmaps.length() <= LONGEST
            && Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    if (this == FUSED && !possible) {
      throw new IllegalArgumentException(
          "LossBackend.FUSED needs at most %d floats on the CPU backend, but got %d of %s on %s"
              .formatted(
                  LONGEST, heatmaps.length(), heatmaps.dataType(), Nd4j.getExecutioner().type()));
    }
    return possible && this != ND4J;
  }
}
