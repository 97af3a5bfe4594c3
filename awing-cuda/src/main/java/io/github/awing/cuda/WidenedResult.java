package io.github.awing.cuda;

/**
 * Weight gradient of bfloat16 operands as floats. CuDNN sums in floats and rounds once, to
 * bfloat16; it has no engine with a float result. The rounded result is converted to floats.
 */
final class WidenedResult implements CudaConvolution {

  private final CudnnConvolution convolution;
  private final Widening widening;
  private final long count;

  WidenedResult(CudnnConvolution convolution, ConvolutionTask task, Widening widening) {
    this.convolution = convolution;
    this.widening = widening;
    count = task.resultSize();
  }

  @Override
  public long workspaceBytes() {
    return Widening.bytes(count, Short.BYTES) + convolution.workspaceBytes();
  }

  @Override
  public void addTo(CudaStream stream, long first, long second, long result, long workspace) {
    long rest = workspace + Widening.bytes(count, Short.BYTES);
    convolution.addTo(stream, first, second, workspace, rest);
    widening.addTo(stream, workspace, result, count);
  }

  @Override
  public void close() {
    convolution.close();
  }
}
