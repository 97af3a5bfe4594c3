package io.github.awing.program.cpu;

import io.github.awing.program.Precision;
import java.util.stream.Stream;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** oneDNN's memory descriptions of a convolution's arrays, and its forward pass. */
final class OneDnnShape {

  static final int DIRECT = dnnl.algorithm.convolution_direct.value;

  /** Number of multiplications of one pass. */
  final long work;

  final Precision precision;
  final memory.desc input;
  final memory.desc output;

  /** The input as it is multiplied, which may be another type than the input itself. */
  final memory.desc multipliedInput;

  final memory.desc multipliedOutput;
  final boolean biased;
  final memory.desc bias;
  final memory.desc weights;

  /** Weights in any order that oneDNN prefers. */
  final memory.desc anyWeights;

  final memory.desc anyWeightGradient;
  final long[] strides;
  final long[] padding;

  OneDnnShape(ConvolutionShape shape, Precision precision) {
    work = shape.multiplications();
    this.precision = precision;
    long[] out = shape.output();
    long[] weightSizes = {shape.out(), shape.in(), shape.kernel(), shape.kernel()};
    long[] inputSizes = {shape.batch(), shape.in(), shape.height(), shape.width()};
    long[] outputSizes = {shape.batch(), shape.out(), out[1], out[2]};
    input = floats(memory.format_tag.nhwc, inputSizes);
    output = floats(memory.format_tag.nhwc, outputSizes);
    multipliedInput = multiplied(memory.format_tag.nhwc, inputSizes);
    multipliedOutput = multiplied(memory.format_tag.nhwc, outputSizes);
    biased = shape.bias();
    bias = shape.bias() ? floats(memory.format_tag.x, shape.out()) : new memory.desc();
    weights = floats(memory.format_tag.oihw, weightSizes);
    anyWeights = multiplied(memory.format_tag.any, weightSizes);
    anyWeightGradient = floats(memory.format_tag.any, weightSizes);
    strides = new long[] {shape.stride(), shape.stride()};
    padding = new long[] {shape.padding(), shape.padding()};
  }

  /** The shape with the fastest implementation, in float32 if oneDNN has none in this precision. */
  static OneDnnShape fastest(ConvolutionShape shape, Precision precision) {
    return Stream.of(precision, Precision.FLOAT32)
        .distinct()
        .map(numbers -> new OneDnnShape(shape, numbers))
        .filter(OneDnnShape::isFast)
        .findFirst()
        .orElseGet(() -> new OneDnnShape(shape, Precision.FLOAT32));
  }

  /** Whether oneDNN has optimised code for this processor, not only its reference code. */
  boolean isFast() {
    String implementation =
        forward(output, OneDnnPrimitive.attributes()).impl_info_str().getString();
    return implementation.startsWith("jit") || implementation.startsWith("brg");
  }

  /**
   * The forward pass.
   *
   * @param result description of the output
   */
  convolution_forward.primitive_desc forward(memory.desc result, primitive_attr attributes) {
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
        OneDnn.engine());
  }

  private static memory.desc floats(memory.format_tag format, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, format);
  }

  private memory.desc multiplied(memory.format_tag format, long... sizes) {
    return precision == Precision.FLOAT32
        ? floats(format, sizes)
        : new memory.desc(sizes, memory.data_type.bf16, format);
  }
}
