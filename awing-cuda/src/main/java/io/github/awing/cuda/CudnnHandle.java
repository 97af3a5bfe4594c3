package io.github.awing.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.global.cudnn;

/** CuDNN's handle for one stream. The card's context must be current for the calling thread. */
final class CudnnHandle implements PlanTarget, AutoCloseable {

  private final cudnnContext handle = new cudnnContext();

  CudnnHandle(CUstream_st stream) {
    CudnnStatus.require(cudnn.cudnnCreate(handle), "start");
    CudnnStatus.require(cudnn.cudnnSetStream(handle, stream), "use a stream");
  }

  /** Runs a plan. */
  void execute(CudnnDescriptor plan, CudnnDescriptor arguments) {
    CudnnStatus.require(
        cudnn.cudnnBackendExecute(handle, plan.pointer(), arguments.pointer()),
        "run a convolution");
  }

  @Override
  public void describeTo(CudnnDescriptor graph) {
    graph.address(
        cudnn.CUDNN_ATTR_OPERATIONGRAPH_HANDLE, cudnn.CUDNN_TYPE_HANDLE, handle.address());
  }

  @Override
  public void describeToHeuristics(CudnnDescriptor heuristics) {
    // Set by the graph's handle.
  }

  @Override
  public void describeToEngine(CudnnDescriptor engine) {
    // Set by the graph's handle.
  }

  @Override
  public void describeToPlan(CudnnDescriptor plan) {
    plan.address(cudnn.CUDNN_ATTR_EXECUTION_PLAN_HANDLE, cudnn.CUDNN_TYPE_HANDLE, handle.address());
  }

  @Override
  public void close() {
    cudnn.cudnnDestroy(handle);
  }
}
