package io.github.awing.cuda;

import io.github.awing.program.TensorShape;

/**
 * Channels of a convolution, and the padded numbers of channels that cuDNN requires.
 *
 * @param inputs number of channels of the input
 * @param outputs number of channels of the output
 * @param kernel pixels
 * @param paddedInputs number of channels with padding, which is zero
 * @param paddedOutputs number of channels with padding, which is zero
 */
record ConvolutionSize(int inputs, int outputs, int kernel, int paddedInputs, int paddedOutputs) {

  /** Makes the sizes for an input and an output, padded to a multiple of channels. */
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

  /** Number of weights of one output channel, without padding. */
  int weightsOfOutput() {
    return inputs * kernel * kernel;
  }

  /** Number of weights of one output channel, with padding. */
  int paddedWeightsOfOutput() {
    return paddedInputs * kernel * kernel;
  }

  /** Number of all weights, with padding. */
  long paddedWeights() {
    return (long) paddedOutputs * paddedWeightsOfOutput();
  }
}
