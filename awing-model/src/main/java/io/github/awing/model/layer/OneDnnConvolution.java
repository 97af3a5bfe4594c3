package io.github.awing.model.layer;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_attr;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolves with {@link OneDnn}. Pictures stay in their order; weights, which are few, are brought
 * into the one that oneDNN likes and back, in every pass, as they may have changed. What is to be
 * multiplied as bfloat16 is rounded before, also in every pass, which takes little of the time that
 * it saves.
 */
final class OneDnnConvolution implements ConvolutionEngine {

  private final OneDnnShape shape;
  private final engine engine = OneDnn.engine();
  private final primitive_attr attributes = OneDnnPrimitive.attributes();
  private final Rounding inputRounding;
  private final Rounding outputRounding;
  private final convolution_forward.primitive_desc forwardDescription;
  private final OneDnnPrimitive forward;
  private final WeightOrder forwardWeights;

  // Made when they are needed first: who only predicts never does.
  private OneDnnPrimitive inputGradient;
  private WeightOrder inputGradientWeights;
  private OneDnnPrimitive weightGradient;
  private WeightOrder weightGradientWeights;

  OneDnnConvolution(OneDnnShape shape) {
    this.shape = shape;
    inputRounding = new Rounding(shape.input, shape.multipliedInput);
    outputRounding = new Rounding(shape.output, shape.multipliedOutput);
    forwardDescription = shape.forward(shape.output, attributes);
    forward =
        new OneDnnPrimitive(
                new convolution_forward(forwardDescription), forwardDescription.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, shape.multipliedInput)
            .describe(dnnl.DNNL_ARG_DST, shape.output)
            .describe(dnnl.DNNL_ARG_WEIGHTS, forwardDescription.weights_desc());
    if (shape.biased) {
      forward.describe(dnnl.DNNL_ARG_BIAS, shape.bias);
    }
    forwardWeights = new WeightOrder(shape.weights, forwardDescription.weights_desc());
  }

  /** What a backward pass asks for: the forward pass whose gradients it would take. */
  private convolution_forward.primitive_desc forwardOfGradients() {
    return shape.precision == ConvolutionPrecision.FLOAT32
        ? forwardDescription
        : shape.forward(shape.multipliedOutput, attributes);
  }

  @Override
  public void forward(
      INDArray in,
      INDArray weightArray,
      INDArray biasArray,
      INDArray out,
      LayerWorkspaceMgr workspaces) {
    ArrayType working = ArrayType.FF_WORKING_MEM;
    INDArray ordered = forwardWeights.apply(weightArray, workspaces, working);
    INDArray rounded = inputRounding.apply(in, workspaces, working);
    forward
        .with(dnnl.DNNL_ARG_SRC, rounded)
        .with(dnnl.DNNL_ARG_WEIGHTS, ordered)
        .with(dnnl.DNNL_ARG_DST, out);
    if (shape.biased) {
      forward.with(dnnl.DNNL_ARG_BIAS, biasArray);
    }
    forward.run(workspaces, working);
    keepUntilHere(in, rounded, weightArray, biasArray, out, ordered);
  }

  @Override
  public void backward(
      INDArray in,
      INDArray weightArray,
      INDArray biasArray,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces) {
    if (weightGradient == null) {
      OneDnn.make(shape.work, this::makeWeightGradient);
    }
    ArrayType working = ArrayType.BP_WORKING_MEM;
    INDArray ordered =
        weightGradientWeights.isSame()
            ? gradients.weights()
            : OneDnnPrimitive.array(workspaces, working, weightGradientWeights.floats());
    INDArray rounded = inputRounding.apply(in, workspaces, working);
    INDArray roundedGradient = outputRounding.apply(outputGradient, workspaces, working);
    weightGradient
        .with(dnnl.DNNL_ARG_SRC, rounded)
        .with(dnnl.DNNL_ARG_DIFF_DST, roundedGradient)
        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, ordered);
    if (shape.biased) {
      weightGradient.with(dnnl.DNNL_ARG_DIFF_BIAS, gradients.bias());
    }
    weightGradient.run(workspaces, working);
    weightGradientWeights.undo(ordered, gradients.weights(), workspaces, working);
    keepUntilHere(in, rounded, outputGradient, ordered, gradients.weights(), gradients.bias());

    if (gradients.input() != null) {
      if (inputGradient == null) {
        OneDnn.make(shape.work, this::makeInputGradient);
      }
      ordered = inputGradientWeights.apply(weightArray, workspaces, working);
      inputGradient
          .with(dnnl.DNNL_ARG_DIFF_SRC, gradients.input())
          .with(dnnl.DNNL_ARG_WEIGHTS, ordered)
          .with(dnnl.DNNL_ARG_DIFF_DST, roundedGradient)
          .run(workspaces, working);
      keepUntilHere(weightArray, ordered, gradients.input());
    }
    keepUntilHere(outputGradient, roundedGradient);
  }

  private OneDnnPrimitive makeInputGradient() {
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                OneDnnShape.DIRECT,
                shape.input,
                shape.anyWeights,
                shape.multipliedOutput,
                shape.strides,
                shape.padding,
                shape.padding),
            attributes,
            engine,
            forwardOfGradients());
    inputGradientWeights = new WeightOrder(shape.weights, description.weights_desc());
    inputGradient =
        new OneDnnPrimitive(
                new convolution_backward_data(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_DIFF_SRC, shape.input)
            .describe(dnnl.DNNL_ARG_DIFF_DST, shape.multipliedOutput)
            .describe(dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
    return inputGradient;
  }

  private OneDnnPrimitive makeWeightGradient() {
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                OneDnnShape.DIRECT,
                shape.multipliedInput,
                shape.anyWeightGradient,
                shape.bias,
                shape.multipliedOutput,
                shape.strides,
                shape.padding,
                shape.padding),
            attributes,
            engine,
            forwardOfGradients());
    weightGradientWeights = new WeightOrder(shape.weights, description.diff_weights_desc());
    weightGradient =
        new OneDnnPrimitive(
                new convolution_backward_weights(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, shape.multipliedInput)
            .describe(dnnl.DNNL_ARG_DIFF_DST, shape.multipliedOutput)
            .describe(dnnl.DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc());
    if (shape.biased) {
      weightGradient.describe(dnnl.DNNL_ARG_DIFF_BIAS, shape.bias);
    }
    return weightGradient;
  }

  /** Native code has only addresses: without this an array could be freed while it is read. */
  private static void keepUntilHere(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }
}
