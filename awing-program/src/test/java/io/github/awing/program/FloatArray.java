package io.github.awing.program;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes a caller's arrays: dense vectors of floats, for any shape in the program. */
final class FloatArray {

  private FloatArray() {}

  static INDArray of(Numbers numbers) {
    return of(numbers.values());
  }

  static INDArray of(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.createFromArray(floats);
  }
}
