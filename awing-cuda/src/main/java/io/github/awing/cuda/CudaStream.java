package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Stream of the driver, with its own cuDNN handle. */
final class CudaStream implements CardStream {

  private final CudaContext context;
  private final CUstream_st stream = new CUstream_st();
  private final CudnnHandle cudnn;
  private final LaunchArguments arguments = new LaunchArguments();

  CudaStream(CudaContext context) {
    this.context = context;
    context.enter();
    CudaStatus.require(
        cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING), "make a stream");
    try {
      cudnn = new CudnnHandle(stream);
    } catch (DeviceException e) {
      cudart.cuStreamDestroy(stream);
      throw e;
    }
  }

  @Override
  public void upload(long card, long host, long bytes) {
    context.enter();
    try (Address from = new Address(host)) {
      CudaStatus.require(cudart.cuMemcpyHtoDAsync(card, from, bytes, stream), "copy to the card");
    }
  }

  @Override
  public void download(long host, long card, long bytes) {
    context.enter();
    try (Address to = new Address(host)) {
      CudaStatus.require(cudart.cuMemcpyDtoHAsync(to, card, bytes, stream), "copy from the card");
    }
  }

  @Override
  public void copy(long to, long from, long bytes) {
    context.enter();
    CudaStatus.require(cudart.cuMemcpyDtoDAsync(to, from, bytes, stream), "copy within the card");
  }

  @Override
  public void clear(long card, long bytes) {
    context.enter();
    CudaStatus.require(
        cudart.cuMemsetD8Async(card, (byte) 0, bytes, stream), "clear memory of the card");
  }

  @Override
  public void launch(Card.Kernel kernel, int blocks, int threads, long... values) {
    context.enter();
    PointerPointer<Pointer> pointers = arguments.of(values);
    CudaStatus.require(
        cudart.cuLaunchKernel(
            ((CudaKernels.Function) kernel).function(),
            blocks,
            1,
            1,
            threads,
            1,
            1,
            0,
            stream,
            pointers,
            null),
        "launch a kernel");
  }

  @Override
  public void convolve(
      CardConvolution convolution, long first, long second, long result, long workspace) {
    ((CudaConvolution) convolution).addTo(this, first, second, result, workspace);
  }

  /** Runs a plan of a convolution. */
  void run(ConvolutionPlan plan, long first, long second, long result, long workspace) {
    context.enter();
    plan.run(cudnn, first, second, result, workspace);
  }

  /** This stream's handle, for making plans. */
  CudnnHandle cudnn() {
    return cudnn;
  }

  @Override
  public CardStream.Mark mark() {
    return new Event(cudart.CU_EVENT_DISABLE_TIMING);
  }

  /** A mark that records its time. */
  Event timedMark() {
    return new Event(cudart.CU_EVENT_DEFAULT);
  }

  @Override
  public void waitFor(CardStream.Mark mark) {
    context.enter();
    CudaStatus.require(
        cudart.cuStreamWaitEvent(stream, ((Event) mark).event, cudart.CU_EVENT_WAIT_DEFAULT),
        "wait for another stream");
  }

  @Override
  public CardStream.Recording record(Runnable work) {
    context.enter();
    // Relaxed, since cuDNN may load code at a first run, and other threads allocate memory
    // meanwhile.
    CudaStatus.require(
        cudart.cuStreamBeginCapture(stream, cudart.CU_STREAM_CAPTURE_MODE_RELAXED),
        "begin a recording");
    CUgraph_st graph = new CUgraph_st();
    boolean worked = false;
    try {
      work.run();
      worked = true;
    } finally {
      context.enter();
      int ended = cudart.cuStreamEndCapture(stream, graph);
      if (worked) {
        CudaStatus.require(ended, "end a recording");
      } else if (ended == cudart.CUDA_SUCCESS) {
        cudart.cuGraphDestroy(graph);
      }
    }
    try {
      return new Graph(graph);
    } finally {
      cudart.cuGraphDestroy(graph);
    }
  }

  @Override
  public void replay(CardStream.Recording recording) {
    context.enter();
    CudaStatus.require(
        cudart.cuGraphLaunch(((Graph) recording).executable, stream), "replay a recording");
  }

  @Override
  public void await() {
    context.enter();
    CudaStatus.require(cudart.cuStreamSynchronize(stream), "finish work on the card");
  }

  @Override
  public void close() {
    context.enter();
    cudart.cuStreamSynchronize(stream);
    cudnn.close();
    cudart.cuStreamDestroy(stream);
    arguments.close();
  }

  /** Mark in this stream. */
  final class Event implements CardStream.Mark {

    private final CUevent_st event = new CUevent_st();

    private Event(int flags) {
      context.enter();
      CudaStatus.require(cudart.cuEventCreate(event, flags), "make a mark");
      CudaStatus.require(cudart.cuEventRecord(event, stream), "mark a stream");
    }

    @Override
    public void await() {
      context.enter();
      CudaStatus.require(cudart.cuEventSynchronize(event), "finish work on the card");
    }

    /** Milliseconds from another mark to this one; both must be timed and reached. */
    float millisecondsSince(Event earlier) {
      context.enter();
      float[] milliseconds = new float[1];
      CudaStatus.require(
          cudart.cuEventElapsedTime(milliseconds, earlier.event, event), "take a time");
      return milliseconds[0];
    }

    @Override
    public void close() {
      context.enter();
      cudart.cuEventDestroy(event);
    }
  }

  /** Recording of this stream. */
  private final class Graph implements CardStream.Recording {

    private final CUgraphExec_st executable = new CUgraphExec_st();

    private Graph(CUgraph_st graph) {
      CudaStatus.require(cudart.cuGraphInstantiate(executable, graph, 0), "prepare a recording");
    }

    @Override
    public void close() {
      context.enter();
      cudart.cuGraphExecDestroy(executable);
    }
  }
}
