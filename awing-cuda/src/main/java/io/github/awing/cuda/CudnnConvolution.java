package io.github.awing.cuda;

/** A convolution of cuDNN's: its description, and the plan that was chosen. */
final class CudnnConvolution implements CardConvolution, AutoCloseable {

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

  ConvolutionPlan plan() {
    return plan;
  }

  @Override
  public void close() {
    plan.close();
    graph.close();
  }
}
