package io.github.awing.program.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Computes batch normalisation by ND4J's operations; per-channel arrays are [1, 1, 1, C]. */
final class Normalisation {

  private final INDArray input;
  private final INDArray parameters;
  private final INDArray mean;
  private final INDArray variance;
  private final INDArray inverse;
  private final INDArray scale;
  private final long channels;

  Normalisation(INDArray input, INDArray statistics, INDArray parameters, double epsilon) {
    this.input = input;
    this.parameters = parameters;
    channels = input.size(3);
    mean = Nd4jOperations.channels(statistics, 0, channels);
    variance = Nd4jOperations.channels(statistics, channels, channels);
    inverse = Transforms.pow(variance.add(epsilon), -0.5, false);
    scale = inverse.mul(parameter(0));
  }

  private INDArray parameter(int part) {
    return Nd4jOperations.channels(parameters, part * channels, channels);
  }

  /** The normalised input with gamma and beta, before the ReLU. */
  INDArray affine() {
    return input.mul(scale).addi(parameter(1).sub(scale.mul(mean)));
  }

  private INDArray passed(INDArray gradient) {
    return affine().cond(Conditions.greaterThan(0)).castTo(DataType.FLOAT).muli(gradient);
  }

  void sums(INDArray outputGradient, double keep, INDArray gradients, INDArray sums) {
    INDArray passed = passed(outputGradient);
    INDArray beta = passed.sum(0, 1, 2).reshape(1, 1, 1, channels);
    INDArray gamma =
        passed.muli(input.sub(mean)).sum(0, 1, 2).reshape(1, 1, 1, channels).muli(inverse);
    double pixels = (double) input.length() / channels;
    double unbiased = pixels > 1 ? pixels / (pixels - 1) : 1;
    put(gradients, 0, gamma);
    put(gradients, 1, beta);
    put(gradients, 2, parameter(2).sub(mean).muli(1 - keep));
    put(gradients, 3, parameter(3).sub(variance.mul(unbiased)).muli(1 - keep));
    put(sums, 0, beta);
    put(sums, 1, gamma);
  }

  private void put(INDArray vector, int part, INDArray values) {
    Nd4jOperations.channels(vector, part * channels, channels).assign(values);
  }

  void gradient(INDArray outputGradient, INDArray sums, INDArray inputGradient) {
    double pixels = (double) input.length() / channels;
    INDArray beta = Nd4jOperations.channels(sums, 0, channels);
    INDArray gamma = Nd4jOperations.channels(sums, channels, channels);
    INDArray normalised = input.sub(mean).muli(inverse);
    inputGradient.assign(
        passed(outputGradient)
            .subi(normalised.muli(gamma.div(pixels)))
            .subi(beta.div(pixels))
            .muli(scale));
  }
}
