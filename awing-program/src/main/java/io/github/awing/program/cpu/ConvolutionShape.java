package io.github.awing.program.cpu;

import io.github.awing.program.TensorShape;

/**
 * Sizes of a convolution: its input is [{@code batch}, {@code height}, {@code width}, {@code in}],
 * its weights are [{@code out}, {@code in}, {@code kernel}, {@code kernel}].
 *
 * @param padding zeros on each side
 * @param bias whether there is a bias
 */
record ConvolutionShape(
    long batch,
    long height,
    long width,
    long in,
    long out,
    int kernel,
    int stride,
    int padding,
    boolean bias) {

  /** Makes the sizes of a convolution. */
  static ConvolutionShape of(
      TensorShape input, TensorShape output, int kernel, int stride, int padding, boolean bias) {
    return new ConvolutionShape(
        input.faces(),
        input.height(),
        input.width(),
        input.channels(),
        output.channels(),
        kernel,
        stride,
        padding,
        bias);
  }

  /** The same sizes for another number of faces. */
  ConvolutionShape withBatch(long faces) {
    return new ConvolutionShape(faces, height, width, in, out, kernel, stride, padding, bias);
  }

  long[] output() {
    return new long[] {batch, strided(height), strided(width), out};
  }

  /** Number of multiplications of one pass. */
  long multiplications() {
    return batch * strided(height) * strided(width) * out * in * kernel * kernel;
  }

  private long strided(long size) {
    return (size + 2L * padding - kernel) / stride + 1;
  }
}
