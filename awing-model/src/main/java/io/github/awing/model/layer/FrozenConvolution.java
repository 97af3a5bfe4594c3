package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.util.List;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution of one face with oneDNN, whose weights stay as they are and so are brought into
 * oneDNN's order once. It runs on as many threads as oneDNN has in the thread that makes it.
 */
final class FrozenConvolution {

  /** Floats after which oneDNN wants the next array to begin: 64 bytes. */
  private static final long ALIGNMENT = 16;

  private final OneDnnShape shape;
  private final FaceShape output;
  private final OneDnnPrimitive convolution;
  private final INDArray weights;
  private final INDArray bias;

  private FrozenConvolution(
      ConvolutionShape shape,
      ConvolutionPrecision precision,
      float[] weights,
      float[] bias,
      boolean relu) {
    this.shape = OneDnnShape.fastest(shape, precision);
    long[] sizes = shape.output();
    output = new FaceShape((int) sizes[1], (int) sizes[2], (int) sizes[3]);
    primitive_attr attributes = OneDnnPrimitive.attributes();
    if (relu) {
      post_ops after = new post_ops();
      after.append_eltwise(1, dnnl.algorithm.eltwise_relu.value, 0, 0);
      attributes.set_post_ops(after);
    }
    convolution_forward.primitive_desc description =
        this.shape.forward(this.shape.output, attributes);
    convolution =
        new OneDnnPrimitive(new convolution_forward(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, this.shape.multipliedInput)
            .describe(dnnl.DNNL_ARG_DST, this.shape.output)
            .describe(dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
    if (shape.bias()) {
      convolution.describe(dnnl.DNNL_ARG_BIAS, this.shape.bias);
    }
    this.weights = ordered(weights, description.weights_desc());
    this.bias = bias == null ? null : Nd4j.createFromArray(bias);
  }

  private INDArray ordered(float[] weights, memory.desc theirs) {
    WeightOrder order = new WeightOrder(shape.weights, theirs);
    INDArray ours = Nd4j.createFromArray(weights);
    if (order.isSame()) {
      return ours;
    }
    // Closed, or else its memory stays until Java happens to collect garbage.
    try (ours) {
      return order.apply(ours, LayerWorkspaceMgr.noWorkspaces(), ArrayType.FF_WORKING_MEM);
    }
  }

  /** The convolution alone, with a copy of its weights; the bias is null if there is none. */
  static FrozenStep of(
      ConvolutionShape shape, ConvolutionPrecision precision, INDArray weights, INDArray bias) {
    return step(
        shape,
        precision,
        NativeFloats.read(weights),
        bias == null ? null : NativeFloats.read(bias),
        false);
  }

  /** max(0, scale · convolution + offset), as one convolution of other weights and a ReLU. */
  static FrozenStep of(
      ConvolutionShape shape,
      ConvolutionPrecision precision,
      INDArray weights,
      INDArray bias,
      BatchNormReLURuntime.Affine after) {
    float[] scaled = NativeFloats.read(weights);
    int perChannel = scaled.length / after.scale().length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= after.scale()[i / perChannel];
    }
    float[] shifted = after.offset().clone();
    if (bias != null) {
      float[] before = NativeFloats.read(bias);
      for (int c = 0; c < shifted.length; c++) {
        shifted[c] += after.scale()[c] * before[c];
      }
    }
    return step(shape.biased(), precision, scaled, shifted, true);
  }

  private static FrozenStep step(
      ConvolutionShape shape,
      ConvolutionPrecision precision,
      float[] weights,
      float[] bias,
      boolean relu) {
    FrozenConvolution made =
        OneDnn.make(
            shape.multiplications(),
            () -> new FrozenConvolution(shape, precision, weights, bias, relu));
    return new FrozenStep(
        made.output,
        false,
        made.roundedFloats() + made.convolution.scratch(),
        made.bias == null ? List.of(made.weights) : List.of(made.weights, made.bias),
        made::on);
  }

  private boolean isRounded() {
    return !shape.multipliedInput.equals(shape.input);
  }

  private long roundedFloats() {
    long floats = isRounded() ? OneDnnPrimitive.floats(shape.multipliedInput) : 0;
    return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private Runnable on(List<INDArray> inputs, INDArray out, INDArray scratch) {
    INDArray in = inputs.get(0);
    INDArray multiplied = isRounded() ? scratch : in;
    OneDnnPrimitive bound =
        convolution
            .another()
            .with(dnnl.DNNL_ARG_SRC, multiplied)
            .with(dnnl.DNNL_ARG_WEIGHTS, weights)
            .with(dnnl.DNNL_ARG_DST, out);
    if (shape.biased) {
      bound.with(dnnl.DNNL_ARG_BIAS, bias);
    }
    if (convolution.scratch() > 0) {
      bound.with(dnnl.DNNL_ARG_SCRATCHPAD, scratch, roundedFloats());
    }
    if (!isRounded()) {
      return bound::run;
    }
    OneDnnPrimitive rounding =
        OneDnnPrimitive.reorder(shape.input, shape.multipliedInput)
            .with(dnnl.DNNL_ARG_FROM, in)
            .with(dnnl.DNNL_ARG_TO, multiplied);
    return () -> {
      rounding.run();
      bound.run();
    };
  }
}
