package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.BatchNormReLU;
import io.github.awing.model.layer.Convolution;
import io.github.awing.program.LayerContext;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Folds a convolution and the batch normalisation and ReLU after it into one convolution with other
 * weights and a ReLU, for inference by the running statistics.
 */
record FoldedConvolution(Convolution convolution, BatchNormReLU normalisation) {

  /**
   * Adds the folded step.
   *
   * @param place of the convolution
   * @param weights of the convolution, Deeplearning4j's vector: biases, if any, then weights
   * @param parameters of the normalisation, see {@link Op}
   */
  Operand forward(LayerContext place, INDArray weights, INDArray parameters) {
    float[] before = NativeFloats.read(weights);
    float[] after = NativeFloats.read(parameters);
    int out = (int) convolution.getNOut();
    int biases = convolution.hasBias() ? out : 0;
    float[] scaled = new float[before.length - biases];
    float[] offsets = new float[out];
    int perChannel = scaled.length / out;
    for (int c = 0; c < out; c++) {
      double perInput = after[c] / Math.sqrt(after[3 * out + c] + normalisation.getEps());
      float scale = (float) perInput;
      offsets[c] = (float) (after[out + c] - perInput * after[2 * out + c]);
      if (biases > 0) {
        offsets[c] += scale * before[c];
      }
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        scaled[i] = before[biases + i] * scale;
      }
    }
    return convolution.forwardWithRelu(
        place, place.constant(array(scaled)), place.constant(array(offsets)));
  }

  private static INDArray array(float[] values) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, values.length);
    NativeFloats.write(values, array);
    return array;
  }

  /** A copy of a part of a vector. */
  static INDArray part(INDArray vector, long from, long length) {
    INDArray part = vector.reshape(vector.length()).get(NDArrayIndex.interval(from, from + length));
    return Nd4j.createUninitializedDetached(DataType.FLOAT, length).assign(part);
  }
}
