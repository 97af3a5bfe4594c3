package io.github.awing.program;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers that change from one step of training to the next, as the program reads them.
 *
 * @param rate what the step is multiplied with, see {@link UpdateRule#rate}
 * @param batches whose gradients were added up, at least 1
 */
public record StepNumbers(double rate, int batches) {

  /** How many floats they are: the rate, then the batches. */
  public static final int COUNT = 2;

  /** As an array of {@link #COUNT} floats. */
  public INDArray toArray() {
    return Nd4j.createUninitializedDetached(DataType.FLOAT, COUNT)
        .putScalar(0, (float) rate)
        .putScalar(1, (float) batches);
  }
}
