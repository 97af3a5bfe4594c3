package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The passes over whole activations that batch normalisation and ReLU are made of, forward and
 * backward. Arrays are NHWC float, dense in C order; everything else has one number per channel.
 */
interface BatchNormKernel {

  /** The fastest there is here. */
  static BatchNormKernel of(int channels) {
    return NativeFloats.areReachable() ? new NativeBatchNorm(channels) : new Nd4jBatchNorm();
  }

  /** What {@link #statistics} finds, per channel; the variance is the biased one. */
  record Statistics(double[] mean, double[] variance) {}

  /** What {@link #gradientSums} finds, per channel. */
  record GradientSums(double[] gradient, double[] gradientTimesInput) {}

  /** Mean and variance of every channel. */
  Statistics statistics(INDArray input);

  /** output = max(0, scale · input + offset). */
  void normalise(INDArray input, INDArray output, float[] scale, float[] offset);

  /**
   * The sums over all pixels of g and of g · input, where g is the gradient that passes the ReLU of
   * scale · input + offset.
   */
  GradientSums gradientSums(INDArray input, INDArray gradient, float[] scale, float[] offset);

  /**
   * inputGradient = scale · g + slope · input + constant, with g as in {@link #gradientSums}.
   *
   * @param add whether it is added to what is in inputGradient already
   */
  void inputGradient(
      INDArray input,
      INDArray gradient,
      INDArray inputGradient,
      float[] scale,
      float[] offset,
      float[] slope,
      float[] constant,
      boolean add);
}
