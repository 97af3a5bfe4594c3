package io.github.awing.model.layer;

import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import io.github.awing.loss.internal.NativeFloats;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.factory.Nd4j;

/** Runs {@link Convolution}. */
final class ConvolutionRuntime extends BaseLayer<Convolution> {

  private static final int EXPLICIT_PADDING = 0;
  private static final int NHWC = 1;
  private static final int WEIGHTS_OIHW = 1;

  ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray output =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            input.dataType(),
            new long[] {
              input.size(0),
              outputSize(input.size(1), 0),
              outputSize(input.size(2), 1),
              layerConf().getNOut()
            },
            'c');
    DynamicCustomOpsBuilder op = operation("conv2d").addOutputs(output);
    Nd4j.exec(
        layerConf().hasBias()
            ? op.addInputs(NativeFloats.dense(input), params.get(WEIGHT_KEY), params.get(BIAS_KEY))
                .build()
            : op.addInputs(NativeFloats.dense(input), params.get(WEIGHT_KEY)).build());
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    INDArray dense = NativeFloats.dense(input);
    INDArray outputGradient = NativeFloats.dense(epsilon);
    if (isMatrixProduct()) {
      multiplyBack(dense, outputGradient, inputGradient, workspaces);
    } else {
      convolveBack(dense, outputGradient, inputGradient);
    }
    Gradient result = new DefaultGradient();
    result.setGradientFor(WEIGHT_KEY, gradientViews.get(WEIGHT_KEY), 'c');
    if (layerConf().hasBias()) {
      result.setGradientFor(BIAS_KEY, gradientViews.get(BIAS_KEY));
    }
    return new Pair<>(result, inputGradient);
  }

  private void convolveBack(INDArray in, INDArray outputGradient, INDArray inputGradient) {
    INDArray weights = params.get(WEIGHT_KEY);
    INDArray weightGradient = gradientViews.get(WEIGHT_KEY);
    DynamicCustomOpsBuilder op = operation("conv2d_bp");
    if (layerConf().hasBias()) {
      op.addInputs(in, weights, params.get(BIAS_KEY), outputGradient)
          .addOutputs(inputGradient, weightGradient, gradientViews.get(BIAS_KEY));
    } else {
      op.addInputs(in, weights, outputGradient).addOutputs(inputGradient, weightGradient);
    }
    Nd4j.exec(op.build());
  }

  /** A 1x1 convolution of NHWC is a matrix product, and faster so in backward. */
  private boolean isMatrixProduct() {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    return kernel[0] == 1 && kernel[1] == 1 && stride[0] == 1 && stride[1] == 1;
  }

  private void multiplyBack(
      INDArray in, INDArray outputGradient, INDArray inputGradient, LayerWorkspaceMgr workspaces) {
    long nIn = layerConf().getNIn();
    long nOut = layerConf().getNOut();
    INDArray pixelsIn = in.reshape('c', -1, nIn);
    INDArray pixelsOut = outputGradient.reshape('c', -1, nOut);
    multiply(
        pixelsOut,
        params.get(WEIGHT_KEY).reshape('c', nOut, nIn),
        inputGradient.reshape('c', -1, nIn),
        false);
    multiply(pixelsOut, pixelsIn, gradientViews.get(WEIGHT_KEY).reshape('c', nOut, nIn), true);
    if (layerConf().hasBias()) {
      INDArray ones =
          workspaces
              .createUninitialized(ArrayType.BP_WORKING_MEM, input.dataType(), pixelsOut.size(0), 1)
              .assign(1);
      multiply(pixelsOut, ones, gradientViews.get(BIAS_KEY).reshape('c', nOut, 1), true);
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

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  private DynamicCustomOpsBuilder operation(String name) {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            1,
            1,
            EXPLICIT_PADDING,
            NHWC,
            WEIGHTS_OIHW);
  }

  private long outputSize(long size, int axis) {
    return (size + 2L * layerConf().getPadding()[axis] - layerConf().getKernelSize()[axis])
            / layerConf().getStride()[axis]
        + 1;
  }
}
