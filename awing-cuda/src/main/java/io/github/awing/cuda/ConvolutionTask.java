package io.github.awing.cuda;

import io.github.awing.program.Precision;

/**
 * Convolution of a fixed size, or one of its gradients. Activations are NHWC, weights
 * [out][kernel][kernel][in]; both are floats, or bfloat16 by the precision. A weight gradient is
 * always float.
 *
 * @param pass forward pass or gradient
 * @param precision of the factors; with {@link Precision#BFLOAT16}, activations and weights in
 *     memory are also bfloat16
 * @param faces at least 1
 * @param height of the input, in pixels
 * @param width of the input, in pixels
 * @param inputs number of channels of the input
 * @param outputs number of channels of the output
 * @param kernel pixels
 * @param stride pixels
 * @param padding zeros on each side
 * @param floatResult whether the result is float even if activations are bfloat16
 * @param deterministic whether every run must give the same bits
 */
record ConvolutionTask(
    Pass pass,
    Precision precision,
    int faces,
    int height,
    int width,
    int inputs,
    int outputs,
    int kernel,
    int stride,
    int padding,
    boolean floatResult,
    boolean deterministic) {

  /** Forward pass or gradient. */
  enum Pass {
    /** The output, from input and weights. */
    FORWARD,
    /** The input's gradient, from weights and the output's gradient. */
    INPUT_GRADIENT,
    /** The weights' gradient, from input and the output's gradient. */
    WEIGHT_GRADIENT
  }

  /** Height of the output. */
  int outputHeight() {
    return (height + 2 * padding - kernel) / stride + 1;
  }

  /** Width of the output. */
  int outputWidth() {
    return (width + 2 * padding - kernel) / stride + 1;
  }

  /** Number of elements of the first operand: input, or weights for the input's gradient. */
  long firstSize() {
    return pass == Pass.INPUT_GRADIENT ? weightSize() : inputSize();
  }

  /** Number of elements of the second operand: weights, or the output's gradient. */
  long secondSize() {
    return pass == Pass.FORWARD ? weightSize() : outputSize();
  }

  /** Number of elements of the result. */
  long resultSize() {
    return switch (pass) {
      case FORWARD -> outputSize();
      case INPUT_GRADIENT -> inputSize();
      case WEIGHT_GRADIENT -> weightSize();
    };
  }

  /** The same convolution in another precision. */
  ConvolutionTask in(Precision other) {
    return new ConvolutionTask(
        pass,
        other,
        faces,
        height,
        width,
        inputs,
        outputs,
        kernel,
        stride,
        padding,
        floatResult,
        deterministic);
  }

  private long inputSize() {
    return (long) faces * height * width * inputs;
  }

  private long outputSize() {
    return (long) faces * outputHeight() * outputWidth() * outputs;
  }

  private long weightSize() {
    return (long) outputs * kernel * kernel * inputs;
  }
}
