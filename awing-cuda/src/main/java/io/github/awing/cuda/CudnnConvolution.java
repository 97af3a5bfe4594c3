package io.github.awing.cuda;

/**
 * A convolution of cuDNN's: its description, and the plan that was chosen. Any number of channels
 * will do; where it is no multiple of 8 of bfloat16, or of 4 floats for TF32, most plans copy
 * operands to where it is, which takes time and workspace.
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
