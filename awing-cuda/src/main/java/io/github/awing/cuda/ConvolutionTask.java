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

  /** Whether the result is float. */
  boolean hasFloatResult() {
    return floatResult || precision != Precision.BFLOAT16 || pass == Pass.WEIGHT_GRADIENT;
  }

  /** Bytes of the first operand: input, or weights for the input's gradient. */
  long firstBytes() {
    return elementBytes() * (pass == Pass.INPUT_GRADIENT ? weightElements() : inputElements());
  }

  /** Bytes of the second operand: weights, or the output's gradient. */
  long secondBytes() {
    return elementBytes() * (pass == Pass.FORWARD ? weightElements() : outputElements());
  }

  /** Bytes of the result. */
  long resultBytes() {
    long elements =
        switch (pass) {
          case FORWARD -> outputElements();
          case INPUT_GRADIENT -> inputElements();
          case WEIGHT_GRADIENT -> weightElements();
        };
    return elements * (hasFloatResult() ? Float.BYTES : Short.BYTES);
  }

  private long elementBytes() {
    return precision == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  private long inputElements() {
    return (long) faces * height * width * inputs;
  }

  private long outputElements() {
    return (long) faces * outputHeight() * outputWidth() * outputs;
  }

  private long weightElements() {
    return (long) outputs * kernel * kernel * inputs;
  }
}
