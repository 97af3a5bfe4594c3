package io.github.awing.loss;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** By what means the loss of whole arrays is computed. The results agree within their precision. */
public enum LossBackend {
  /**
   * {@link #FUSED} for float and 16-bit arrays on the CPU backend, {@link #ND4J} for all others.
   */
  AUTOMATIC,
  /**
   * One pass over the arrays' native memory on all cores: weighted loss map, loss, gradient, mask
   * and sum together. Plain Java that the just-in-time compiler turns into vector instructions.
   *
   * <p>Float arrays on the CPU backend only, and 16-bit ones, of which floats are made.
   */
  FUSED,
  /** ND4J's operations, one after the other: every backend and floating type. */
  ND4J;

  /** The most floats whose bytes Java can address as one buffer. */
  private static final int LONGEST = Integer.MAX_VALUE / Float.BYTES;

  /** Whether an array like this one is computed in one pass. */
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
