package io.github.awing.program.nd4j;

import io.github.awing.program.Op;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Computes convolutions by ND4J's operations. Weights are given as vectors. */
final class Nd4jConvolution {

  private static final int EXPLICIT_PADDING = 0;
  private static final int NHWC = 1;
  private static final int WEIGHTS_OIHW = 1;

  private Nd4jConvolution() {}

  static void forward(Op.Convolution op, INDArray[] in, INDArray output) {
    INDArray weights = weights(in[1], output.size(3), in[0].size(3), op.kernel());
    DynamicCustomOpsBuilder call =
        operation("conv2d", op.kernel(), op.stride(), op.padding()).addOutputs(output);
    Nd4j.exec(
        in.length == 3
            ? call.addInputs(in[0], weights, in[2].reshape(in[2].length())).build()
            : call.addInputs(in[0], weights).build());
    if (op.relu()) {
      Transforms.relu(output, false);
    }
  }

  static void inputGradient(
      Op.ConvolutionInputGradient op, INDArray weights, INDArray gradient, INDArray input) {
    INDArray shaped = weights(weights, gradient.size(3), input.size(3), op.kernel());
    if (isMatrixProduct(op.kernel(), op.stride(), op.padding())) {
      multiply(
          pixels(gradient),
          shaped.reshape('c', gradient.size(3), input.size(3)),
          pixels(input),
          false);
    } else {
      // The operation always computes both gradients.
      INDArray any = Nd4j.createUninitialized(DataType.FLOAT, shaped.shape(), 'c');
      Nd4j.exec(
          operation("conv2d_bp", op.kernel(), op.stride(), op.padding())
              .addInputs(input.like(), shaped, gradient)
              .addOutputs(input, any)
              .build());
    }
  }

  static void weightGradient(
      Op.ConvolutionWeightGradient op,
      INDArray input,
      INDArray gradient,
      INDArray weights,
      INDArray bias) {
    INDArray shaped = weights(weights, gradient.size(3), input.size(3), op.kernel());
    if (isMatrixProduct(op.kernel(), op.stride(), op.padding())) {
      multiply(
          pixels(gradient),
          pixels(input),
          shaped.reshape('c', gradient.size(3), input.size(3)),
          true);
    } else {
      Nd4j.exec(
          operation("conv2d_bp", op.kernel(), op.stride(), op.padding())
              .addInputs(input, shaped.like(), gradient)
              .addOutputs(input.ulike(), shaped)
              .build());
    }
    if (bias != null) {
      bias.assign(gradient.sum(0, 1, 2).reshape(bias.shape()));
    }
  }

  /**
   * Whether a convolution is 1x1: in NHWC it is a matrix product, which is faster in the backward
   * pass.
   */
  private static boolean isMatrixProduct(int kernel, int stride, int padding) {
    return kernel == 1 && stride == 1 && padding == 0;
  }

  private static INDArray weights(INDArray vector, long out, long in, int kernel) {
    return vector.reshape('c', out, in, kernel, kernel);
  }

  private static INDArray pixels(INDArray nhwc) {
    return nhwc.reshape('c', -1, nhwc.size(3));
  }

  private static void multiply(INDArray a, INDArray b, INDArray product, boolean transposeA) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(product)
            .addIntegerArguments(transposeA ? 1 : 0, 0, 0)
            .build());
  }

  private static DynamicCustomOpsBuilder operation(
      String name, int kernel, int stride, int padding) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            kernel,
            kernel,
            stride,
            stride,
            padding,
            padding,
            1,
            1,
            EXPLICIT_PADDING,
            NHWC,
            WEIGHTS_OIHW);
  }
}
