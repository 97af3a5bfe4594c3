package io.github.awing.cuda;

import io.github.awing.program.Precision;
import org.bytedeco.cuda.global.cudnn;

/**
 * Graph of a convolution for cuDNN's graph API: three tensors and one operation. The result has the
 * operands' type, because cuDNN has no engine for a float result of bfloat16 operands.
 */
final class ConvolutionGraph implements AutoCloseable {

  /** Identifiers of a plan's arguments. */
  static final long FIRST = 1;

  static final long SECOND = 2;
  static final long RESULT = 3;

  /** Alignment of addresses in bytes. */
  private static final long ALIGNMENT = 16;

  private final DescriptorScope scope = new DescriptorScope();
  private final ConvolutionTask task;
  private final PlanTarget target;
  private final CudnnDescriptor graph;

  ConvolutionGraph(ConvolutionTask task, PlanTarget target) {
    this.task = task;
    this.target = target;
    try {
      graph = scope.begin(cudnn.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR);
      graph.descriptors(cudnn.CUDNN_ATTR_OPERATIONGRAPH_OPS, operation());
      target.describeTo(graph);
      graph.finish();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  ConvolutionTask task() {
    return task;
  }

  PlanTarget target() {
    return target;
  }

  CudnnDescriptor descriptor() {
    return graph;
  }

  private CudnnDescriptor operation() {
    return switch (task.pass()) {
      case FORWARD ->
          scope
              .begin(cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR)
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, convolution())
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, input(FIRST))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, weights(SECOND))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, output(RESULT))
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, 1)
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, 0)
              .finish();
      case INPUT_GRADIENT ->
          scope
              .begin(cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR)
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC, convolution())
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W, weights(FIRST))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY, output(SECOND))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX, input(RESULT))
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA, 1)
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA, 0)
              .finish();
      case WEIGHT_GRADIENT ->
          scope
              .begin(cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR)
              .descriptors(
                  cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC, convolution())
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X, input(FIRST))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY, output(SECOND))
              .descriptors(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW, weights(RESULT))
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA, 1)
              .number(cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA, 0)
              .finish();
    };
  }

  private CudnnDescriptor convolution() {
    return scope
        .begin(cudnn.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR)
        .choice(
            cudnn.CUDNN_ATTR_CONVOLUTION_COMP_TYPE,
            cudnn.CUDNN_TYPE_DATA_TYPE,
            cudnn.CUDNN_DATA_FLOAT)
        .choice(
            cudnn.CUDNN_ATTR_CONVOLUTION_CONV_MODE,
            cudnn.CUDNN_TYPE_CONVOLUTION_MODE,
            cudnn.CUDNN_CROSS_CORRELATION)
        .longs(cudnn.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2)
        .longs(cudnn.CUDNN_ATTR_CONVOLUTION_DILATIONS, 1, 1)
        .longs(cudnn.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, task.stride(), task.stride())
        .longs(cudnn.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, task.padding(), task.padding())
        .longs(cudnn.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, task.padding(), task.padding())
        .finish();
  }

  private CudnnDescriptor input(long number) {
    return tensor(number, task.faces(), task.inputs(), task.height(), task.width());
  }

  private CudnnDescriptor output(long number) {
    return tensor(number, task.faces(), task.outputs(), task.outputHeight(), task.outputWidth());
  }

  private CudnnDescriptor weights(long number) {
    return tensor(number, task.outputs(), task.inputs(), task.kernel(), task.kernel());
  }

  /** Describes a tensor in NHWC order; cuDNN lists the channels before the rows. */
  private CudnnDescriptor tensor(long number, long many, long channels, long height, long width) {
    return scope
        .begin(cudnn.CUDNN_BACKEND_TENSOR_DESCRIPTOR)
        .choice(
            cudnn.CUDNN_ATTR_TENSOR_DATA_TYPE,
            cudnn.CUDNN_TYPE_DATA_TYPE,
            task.precision() == Precision.BFLOAT16
                ? cudnn.CUDNN_DATA_BFLOAT16
                : cudnn.CUDNN_DATA_FLOAT)
        .longs(cudnn.CUDNN_ATTR_TENSOR_DIMENSIONS, many, channels, height, width)
        .longs(
            cudnn.CUDNN_ATTR_TENSOR_STRIDES,
            height * width * channels,
            1,
            width * channels,
            channels)
        .longs(cudnn.CUDNN_ATTR_TENSOR_UNIQUE_ID, number)
        .longs(cudnn.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, ALIGNMENT)
        .finish();
  }

  @Override
  public void close() {
    scope.close();
  }
}
