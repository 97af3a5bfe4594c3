package io.github.awing.model.layer;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.factory.Nd4j;

/** Convolves with ND4J's operations, on whatever ND4J computes on. */
final class Nd4jConvolution implements ConvolutionEngine {

  private static final int EXPLICIT_PADDING = 0;
  private static final int NHWC = 1;
  private static final int WEIGHTS_OIHW = 1;

  private final ConvolutionShape shape;

  Nd4jConvolution(ConvolutionShape shape) {
    this.shape = shape;
  }

  @Override
  public void forward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray output,
      LayerWorkspaceMgr workspaces) {
    DynamicCustomOpsBuilder op = operation("conv2d").addOutputs(output);
    Nd4j.exec(
        shape.bias()
            ? op.addInputs(input, weights, bias).build()
            : op.addInputs(input, weights).build());
  }

  @Override
  public void backward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    if (isMatrixProduct()) {
      multiplyBack(input, weights, outputGradient, gradients, workspaces);
    } else {
      convolveBack(input, weights, bias, outputGradient, gradients, workspaces);
    }
  }

  private void convolveBack(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    // The operation computes the input's gradient in any case.
    INDArray inputGradient =
        gradients.input() != null
            ? gradients.input()
            : workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, input.dataType(), input.shape(), 'c');
    DynamicCustomOpsBuilder op = operation("conv2d_bp");
    if (shape.bias()) {
      op.addInputs(input, weights, bias, outputGradient)
          .addOutputs(inputGradient, gradients.weights(), gradients.bias());
    } else {
      op.addInputs(input, weights, outputGradient).addOutputs(inputGradient, gradients.weights());
    }
    Nd4j.exec(op.build());
  }

  /** A 1x1 convolution of NHWC is a matrix product, and faster so in backward. */
  private boolean isMatrixProduct() {
    return shape.kernel() == 1 && shape.stride() == 1;
  }

  private void multiplyBack(
      INDArray input,
      INDArray weights,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    INDArray pixelsIn = input.reshape('c', -1, shape.in());
    INDArray pixelsOut = outputGradient.reshape('c', -1, shape.out());
    if (gradients.input() != null) {
      multiply(
          pixelsOut,
          weights.reshape('c', shape.out(), shape.in()),
          gradients.input().reshape('c', -1, shape.in()),
          false);
    }
    multiply(pixelsOut, pixelsIn, gradients.weights().reshape('c', shape.out(), shape.in()), true);
    if (shape.bias()) {
      INDArray ones =
          workspaces
              .createUninitialized(ArrayType.BP_WORKING_MEM, input.dataType(), pixelsOut.size(0), 1)
              .assign(1);
      multiply(pixelsOut, ones, gradients.bias().reshape('c', shape.out(), 1), true);
    }
  }

  private static void multiply(INDArray a, INDArray b, INDArray product, boolean transposeA) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(product)
            .addIntegerArguments(transposeA ? 1 : 0, 0, 0)
            .build());
  }

  private DynamicCustomOpsBuilder operation(String name) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            shape.kernel(),
            shape.kernel(),
            shape.stride(),
            shape.stride(),
            shape.padding(),
            shape.padding(),
            1,
            1,
            EXPLICIT_PADDING,
            NHWC,
            WEIGHTS_OIHW);
  }
}
