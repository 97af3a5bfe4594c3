package io.github.awing.program.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Computes the gradient of a convolution's weights and biases from one worker's faces, in oneDNN's
 * order.
 */
final class PartialWeights {

  private final OneDnnShape shape;
  private final OneDnnPrimitive gradient;
  private final OneDnnPrimitive ordering;
  private final OneDnnPrimitive addingOrdering;
  private final PrecisionConversion inputRounding;
  private final PrecisionConversion outputRounding;
  private final long weights;

  PartialWeights(OneDnnShape shape) {
    this.shape = shape;
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
            OneDnnPrimitive.attributes(),
            OneDnn.engine(),
            shape.forward(shape.multipliedOutput, OneDnnPrimitive.attributes()));
    gradient =
        new OneDnnPrimitive(
                new convolution_backward_weights(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, shape.multipliedInput)
            .describe(dnnl.DNNL_ARG_DIFF_DST, shape.multipliedOutput)
            .describe(dnnl.DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc());
    if (shape.biased) {
      gradient.describe(dnnl.DNNL_ARG_DIFF_BIAS, shape.bias);
    }
    ordering = OneDnnPrimitive.reorder(description.diff_weights_desc(), shape.weights);
    addingOrdering = OneDnnPrimitive.addingReorder(description.diff_weights_desc(), shape.weights);
    inputRounding = new PrecisionConversion(shape.input, shape.multipliedInput, 1);
    outputRounding = new PrecisionConversion(shape.output, shape.multipliedOutput, 1);
    weights = Arena.aligned(OneDnnPrimitive.floats(description.diff_weights_desc()));
  }

  private PartialWeights(PartialWeights same) {
    shape = same.shape;
    gradient = same.gradient.another();
    ordering = same.ordering.another();
    addingOrdering = same.addingOrdering.another();
    inputRounding = same.inputRounding.another();
    outputRounding = same.outputRounding.another();
    weights = same.weights;
  }

  /** Makes another instance for use by another worker. */
  PartialWeights another() {
    return new PartialWeights(this);
  }

  /** Number of floats that it writes: weights, then biases. */
  long floats() {
    return weights + (shape.biased ? Arena.aligned(OneDnnPrimitive.floats(shape.bias)) : 0);
  }

  /** Number of floats of scratch memory that it needs. */
  long scratch() {
    return inputRounding.floats()
        + outputRounding.floats()
        + Math.max(gradient.scratch(), Math.max(ordering.scratch(), addingOrdering.scratch()));
  }

  /** Computes the partial gradient. */
  void run(long input, long outputGradient, long partial, Lane lane) {
    gradient
        .with(dnnl.DNNL_ARG_SRC, inputRounding.of(input, lane, 0))
        .with(
            dnnl.DNNL_ARG_DIFF_DST, outputRounding.of(outputGradient, lane, inputRounding.floats()))
        .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, partial);
    if (shape.biased) {
      gradient.with(dnnl.DNNL_ARG_DIFF_BIAS, partial + Float.BYTES * weights);
    }
    gradient.run(lane.stream(), lane.scratch(inputRounding.floats() + outputRounding.floats()));
  }

  /**
   * Converts the partial gradient to this project's order.
   *
   * @param partial address of the partial gradient
   * @param to address of the weights' gradient
   * @param biases biases' gradient, if there are biases
   * @param adds whether it is added to existing values
   */
  void collect(long partial, long to, FloatBuffer biases, boolean adds, Lane lane) {
    (adds ? addingOrdering : ordering)
        .with(dnnl.DNNL_ARG_FROM, partial)
        .with(dnnl.DNNL_ARG_TO, to)
        .run(lane.stream(), lane.scratch());
    if (shape.biased) {
      int count = (int) OneDnnPrimitive.floats(shape.bias);
      FloatBuffer found = Address.floats(partial + Float.BYTES * weights, count);
      if (adds) {
        Cores.ONE.add(found, biases);
      } else {
        biases.put(found);
      }
    }
  }
}
