package io.github.awing.program;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers that the program reads anew for each training step.
 *
 * @param rate factor of the update, see {@link UpdateRule#rate}
 * @param batches number of batches whose gradients are summed, at least 1
 */
public record StepNumbers(double rate, int batches) {

  /** Number of floats: the rate, then the batches. */
  public static final int COUNT = 2;

  /** The numbers as an array of {@link #COUNT} floats. */
  public INDArray toArray() {
    return Nd4j.createUninitializedDetached(DataType.FLOAT, COUNT)
        .putScalar(0, (float) rate)
        .putScalar(1, (float) batches);
  }
}
