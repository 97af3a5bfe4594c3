package io.github.awing.model.layer;

/**
 * What a convolution has to do, in numbers: its input is [{@code batch}, {@code height}, {@code
 * width}, {@code in}], its weights are [{@code out}, {@code in}, {@code kernel}, {@code kernel}].
 *
 * @param padding zeros on each side
 * @param bias whether there is one
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

  static ConvolutionShape of(Convolution convolution, long batch, long height, long width) {
    return new ConvolutionShape(
        batch,
        height,
        width,
        convolution.getNIn(),
        convolution.getNOut(),
        convolution.getKernelSize()[0],
        convolution.getStride()[0],
        convolution.getPadding()[0],
        convolution.hasBias());
  }

  /** The same with a bias. */
  ConvolutionShape biased() {
    return new ConvolutionShape(batch, height, width, in, out, kernel, stride, padding, true);
  }

  long[] output() {
    return new long[] {batch, strided(height), strided(width), out};
  }

  /** Of one pass. */
  long multiplications() {
    return batch * strided(height) * strided(width) * out * in * kernel * kernel;
  }

  private long strided(long size) {
    return (size + 2L * padding - kernel) / stride + 1;
  }
}
