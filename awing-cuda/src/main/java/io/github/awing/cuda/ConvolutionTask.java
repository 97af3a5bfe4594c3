package io.github.awing.cuda;

import io.github.awing.program.Precision;

/**
 * A convolution, or one of its gradients, of a fixed size. Activations are NHWC, weights
 * [out][kernel][kernel][in]; both are floats, or bfloat16 by the precision. A weight gradient is
 * float in any case.
 *
 * @param pass what is computed
 * @param precision of what is multiplied; {@link Precision#BFLOAT16} is that of activations and
 *     weights in memory too
 * @param faces at least 1
 * @param height of the input, in pixels
 * @param width of the input, in pixels
 * @param inputs channels of the input
 * @param outputs channels of the output
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

  /** What is computed of what. */
  enum Pass {
    /** The output, of input and weights. */
    FORWARD,
    /** The input's gradient, of weights and the output's gradient. */
    INPUT_GRADIENT,
    /** The weights' gradient, of input and the output's gradient. */
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

  /** Numbers of the first operand: input, or weights for the input's gradient. */
  long firstSize() {
    return pass == Pass.INPUT_GRADIENT ? weightSize() : inputSize();
  }

  /** Numbers of the second operand: weights, or the output's gradient. */
  long secondSize() {
    return pass == Pass.FORWARD ? weightSize() : outputSize();
  }

  /** Numbers of the result. */
  long resultSize() {
    return switch (pass) {
      case FORWARD -> outputSize();
      case INPUT_GRADIENT -> inputSize();
      case WEIGHT_GRADIENT -> weightSize();
    };
  }

  /** The same convolution of numbers of another precision. */
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
