package io.github.awing.cuda;

/**
 * Convolution of bfloat16 operands with a float result. The operands are converted to floats and
 * multiplied as TF32, which represents every bfloat16 exactly, so the products are the same.
 */
final class WidenedOperands implements CudaConvolution {

  private final CudnnConvolution convolution;
  private final Widening widening;
  private final long firstCount;
  private final long secondCount;

  WidenedOperands(CudnnConvolution convolution, ConvolutionTask task, Widening widening) {
    this.convolution = convolution;
    this.widening = widening;
    firstCount = task.firstSize();
    secondCount = task.secondSize();
  }

  @Override
  public long workspaceBytes() {
    return Widening.bytes(firstCount, Float.BYTES)
        + Widening.bytes(secondCount, Float.BYTES)
        + convolution.workspaceBytes();
  }

  @Override
  public void addTo(CudaStream stream, long first, long second, long result, long workspace) {
    long wideSecond = workspace + Widening.bytes(firstCount, Float.BYTES);
    long rest = wideSecond + Widening.bytes(secondCount, Float.BYTES);
    widening.addTo(stream, first, workspace, firstCount);
    widening.addTo(stream, second, wideSecond, secondCount);
    convolution.addTo(stream, workspace, wideSecond, result, rest);
  }

  @Override
  public void close() {
    convolution.close();
  }
}
