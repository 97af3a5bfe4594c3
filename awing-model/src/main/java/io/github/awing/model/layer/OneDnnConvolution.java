package io.github.awing.model.layer;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
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

  private static final int DIRECT = dnnl.algorithm.convolution_direct.value;

  private final ConvolutionShape shape;
  private final engine engine = OneDnn.engine();
  private final primitive_attr attributes = OneDnnPrimitive.attributes();
  private final ConvolutionPrecision precision;
  private final memory.desc input;
  private final memory.desc output;
  private final memory.desc multipliedInput;
  private final memory.desc multipliedOutput;
  private final Rounding inputRounding;
  private final Rounding outputRounding;
  private final memory.desc bias;
  private final memory.desc weights;
  private final memory.desc anyWeights;
  private final memory.desc anyWeightGradient;
  private final long[] strides;
  private final long[] padding;
  private final convolution_forward.primitive_desc forwardDescription;
  private final OneDnnPrimitive forward;
  private final WeightOrder forwardWeights;

  // Made when they are needed first: who only predicts never does.
  private OneDnnPrimitive inputGradient;
  private WeightOrder inputGradientWeights;
  private OneDnnPrimitive weightGradient;
  private WeightOrder weightGradientWeights;

  OneDnnConvolution(ConvolutionShape shape, ConvolutionPrecision precision) {
    this.shape = shape;
    this.precision = precision;
    long[] out = shape.output();
    long[] weightSizes = {shape.out(), shape.in(), shape.kernel(), shape.kernel()};
    long[] inputSizes = {shape.batch(), shape.in(), shape.height(), shape.width()};
    long[] outputSizes = {shape.batch(), shape.out(), out[1], out[2]};
    input = floats(memory.format_tag.nhwc, inputSizes);
    output = floats(memory.format_tag.nhwc, outputSizes);
    multipliedInput = multiplied(memory.format_tag.nhwc, inputSizes);
    multipliedOutput = multiplied(memory.format_tag.nhwc, outputSizes);
    inputRounding = new Rounding(input, multipliedInput);
    outputRounding = new Rounding(output, multipliedOutput);
    bias = shape.bias() ? floats(memory.format_tag.x, shape.out()) : new memory.desc();
    weights = floats(memory.format_tag.oihw, weightSizes);
    anyWeights = multiplied(memory.format_tag.any, weightSizes);
    anyWeightGradient = floats(memory.format_tag.any, weightSizes);
    strides = new long[] {shape.stride(), shape.stride()};
    padding = new long[] {shape.padding(), shape.padding()};

    forwardDescription = forwardDescription(output);
    forward =
        new OneDnnPrimitive(
                new convolution_forward(forwardDescription), forwardDescription.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, multipliedInput)
            .describe(dnnl.DNNL_ARG_DST, output)
            .describe(dnnl.DNNL_ARG_WEIGHTS, forwardDescription.weights_desc());
    if (shape.bias()) {
      forward.describe(dnnl.DNNL_ARG_BIAS, bias);
    }
    forwardWeights = new WeightOrder(weights, forwardDescription.weights_desc());
  }

  private convolution_forward.primitive_desc forwardDescription(memory.desc result) {
    return new convolution_forward.primitive_desc(
        new convolution_forward.desc(
            dnnl.prop_kind.forward_training.value,
            DIRECT,
            multipliedInput,
            anyWeights,
            bias,
            result,
            strides,
            padding,
            padding),
        attributes,
        engine);
  }

  /** What a backward pass asks for: the forward pass whose gradients it would take. */
  private convolution_forward.primitive_desc forwardOfGradients() {
    return precision == ConvolutionPrecision.FLOAT32
        ? forwardDescription
        : forwardDescription(multipliedOutput);
  }

  /** Whether oneDNN has code of its own for this processor, not only its plain reference. */
  boolean isFast() {
    String implementation = forwardDescription.impl_info_str().getString();
    return implementation.startsWith("jit") || implementation.startsWith("brg");
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
    if (shape.bias()) {
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
      makeWeightGradient();
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
    if (shape.bias()) {
      weightGradient.with(dnnl.DNNL_ARG_DIFF_BIAS, gradients.bias());
    }
    weightGradient.run(workspaces, working);
    weightGradientWeights.undo(ordered, gradients.weights(), workspaces, working);
    keepUntilHere(in, rounded, outputGradient, ordered, gradients.weights(), gradients.bias());

    if (gradients.input() != null) {
      if (inputGradient == null) {
        makeInputGradient();
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

  private void makeInputGradient() {
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                DIRECT, input, anyWeights, multipliedOutput, strides, padding, padding),
            attributes,
            engine,
            forwardOfGradients());
    inputGradientWeights = new WeightOrder(weights, description.weights_desc());
    inputGradient =
        new OneDnnPrimitive(
                new convolution_backward_data(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_DIFF_SRC, input)
            .describe(dnnl.DNNL_ARG_DIFF_DST, multipliedOutput)
            .describe(dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
  }

  private void makeWeightGradient() {
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                DIRECT,
                multipliedInput,
                anyWeightGradient,
                bias,
                multipliedOutput,
                strides,
                padding,
                padding),
            attributes,
            engine,
            forwardOfGradients());
    weightGradientWeights = new WeightOrder(weights, description.diff_weights_desc());
    weightGradient =
        new OneDnnPrimitive(
                new convolution_backward_weights(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, multipliedInput)
            .describe(dnnl.DNNL_ARG_DIFF_DST, multipliedOutput)
            .describe(dnnl.DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc());
    if (shape.bias()) {
      weightGradient.describe(dnnl.DNNL_ARG_DIFF_BIAS, bias);
    }
  }

  private static memory.desc floats(memory.format_tag format, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, format);
  }

  private memory.desc multiplied(memory.format_tag format, long... sizes) {
    return precision == ConvolutionPrecision.FLOAT32
        ? floats(format, sizes)
        : new memory.desc(sizes, memory.data_type.bf16, format);
  }

  /** Native code has only addresses: without this an array could be freed while it is read. */
  private static void keepUntilHere(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  /** From floats to what is multiplied, if that is something else. */
  private static final class Rounding {

    private final long floats;
    private final OneDnnPrimitive rounding;

    Rounding(memory.desc from, memory.desc to) {
      floats = OneDnnPrimitive.floats(to);
      rounding = from.equals(to) ? null : OneDnnPrimitive.reorder(from, to);
    }

    INDArray apply(INDArray exact, LayerWorkspaceMgr workspaces, ArrayType working) {
      if (rounding == null) {
        return exact;
      }
      INDArray rounded = OneDnnPrimitive.array(workspaces, working, floats);
      rounding
          .with(dnnl.DNNL_ARG_FROM, exact)
          .with(dnnl.DNNL_ARG_TO, rounded)
          .run(workspaces, working);
      return rounded;
    }
  }
}
