package io.github.awing.cuda;

/**
 * Convolution by cuDNN: its graph, and the chosen plan. Any number of channels is supported. For
 * numbers that are not a multiple of 8 for bfloat16, or of 4 for TF32, most plans copy the operands
 * to padded memory, which takes time and workspace.
 */
final class CudnnConvolution implements CudaConvolution {

  private final ConvolutionGraph graph;
  private final ConvolutionPlan plan;

  CudnnConvolution(ConvolutionGraph graph, ConvolutionPlan plan) {
    this.graph = graph;
    this.plan = plan;
  }

  @Override
  public long workspaceBytes() {
    return plan.workspaceBytes();
  }

  @Override
  public void addTo(CudaStream stream, long first, long second, long result, long workspace) {
    stream.run(plan, first, second, result, workspace);
  }

  @Override
  public void close() {
    plan.close();
    graph.close();
  }
}
