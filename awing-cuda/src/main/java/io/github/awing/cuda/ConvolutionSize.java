package io.github.awing.cuda;

import io.github.awing.program.TensorShape;

/**
 * Channels of a convolution, and as many as cuDNN wants there.
 *
 * @param inputs channels of the input
 * @param outputs channels of the output
 * @param kernel pixels
 * @param paddedInputs at least the inputs; those beyond are zero
 * @param paddedOutputs at least the outputs, likewise
 */
record ConvolutionSize(int inputs, int outputs, int kernel, int paddedInputs, int paddedOutputs) {

  /** Of an input and an output, with channels that are a multiple of a number. */
  static ConvolutionSize of(TensorShape input, TensorShape output, int kernel, int multiple) {
    return new ConvolutionSize(
        input.channels(),
        output.channels(),
        kernel,
        padded(input.channels(), multiple),
        padded(output.channels(), multiple));
  }

  private static int padded(int channels, int multiple) {
    return (channels + multiple - 1) / multiple * multiple;
  }

  /** Weights of one output, in memory of the caller. */
  int weightsOfOutput() {
    return inputs * kernel * kernel;
  }

  /** Weights of one output, as the convolution wants them. */
  int paddedWeightsOfOutput() {
    return paddedInputs * kernel * kernel;
  }

  /** All weights, as the convolution wants them. */
  long paddedWeights() {
    return (long) paddedOutputs * paddedWeightsOfOutput();
  }
}
