package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Buffer;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.cpu.Task.Kind;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes tasks of convolutions by oneDNN. Weights are reordered into oneDNN's order: constant
 * weights once, trained weights in every pass. Factors are rounded to bfloat16 first if the
 * precision requires it.
 */
record OneDnnConvolutions(Lowering lowering) {

  /**
   * A convolution has few weights if this many times their number is below a face's number of
   * floats.
   */
  private static final long FEW = 4;

  void forward(Step step, Op.Convolution op) {
    Operand in = step.reads().get(0);
    Operand weights = step.reads().get(1);
    Operand bias = step.reads().size() > 2 ? step.reads().get(2) : null;
    Operand out = step.writes().get(0);
    OneDnnShape shape =
        shape(in, out, op.kernel(), op.stride(), op.padding(), bias != null, slice(in));
    OneDnnPrimitive convolution = make(shape, () -> forward(shape, op.relu()));
    OneDnnPrimitive[] convolutions = forEach(convolution);
    PrecisionConversion rounding =
        new PrecisionConversion(
            shape.input, shape.multipliedInput, lowering.parallelism().workers());
    Operand ordered = ordered(weights, shape, convolution);
    Tensor input = lowering.tensor(in);
    Tensor kernel = lowering.tensor(ordered);
    Tensor biases = bias == null ? null : lowering.tensor(bias);
    Tensor output = lowering.tensor(out);
    lowering.add(
        new Task(
            Kind.SLICES,
            (lane, first, end) -> {
              OneDnnPrimitive mine = convolutions[lane.worker()];
              mine.with(dnnl.DNNL_ARG_SRC, rounding.of(input.address(lane, first), lane, 0))
                  .with(dnnl.DNNL_ARG_WEIGHTS, kernel.address(0))
                  .with(dnnl.DNNL_ARG_DST, output.address(lane, first));
              if (biases != null) {
                mine.with(dnnl.DNNL_ARG_BIAS, biases.address(0));
              }
              mine.run(lane.stream(), lane.scratch(rounding.floats()));
            },
            bias == null ? List.of(in, ordered) : List.of(in, ordered, bias),
            step.writes(),
            rounding.floats() + Arena.aligned(convolution.scratch())));
  }

  void inputGradient(Step step, Op.ConvolutionInputGradient op) {
    Operand weights = step.reads().get(0);
    Operand outputGradient = step.reads().get(1);
    Operand in = step.writes().get(0);
    OneDnnShape shape =
        shape(in, outputGradient, op.kernel(), op.stride(), op.padding(), false, slice(in));
    OneDnnPrimitive backward = make(shape, () -> inputGradient(shape));
    OneDnnPrimitive[] gradients = forEach(backward);
    PrecisionConversion rounding =
        new PrecisionConversion(
            shape.output, shape.multipliedOutput, lowering.parallelism().workers());
    Operand ordered = ordered(weights, shape, backward);
    Tensor kernel = lowering.tensor(ordered);
    Tensor gradient = lowering.tensor(outputGradient);
    Tensor input = lowering.tensor(in);
    long found = step.accumulate() ? Arena.aligned(OneDnnPrimitive.floats(shape.input)) : 0;
    int floats = (int) lowering.slice(in).floats();
    lowering.add(
        new Task(
            Kind.SLICES,
            (lane, first, end) -> {
              long to = step.accumulate() ? lane.scratch() : input.address(lane, first);
              gradients[lane.worker()]
                  .with(
                      dnnl.DNNL_ARG_DIFF_DST,
                      rounding.of(gradient.address(lane, first), lane, found))
                  .with(dnnl.DNNL_ARG_WEIGHTS, kernel.address(0))
                  .with(dnnl.DNNL_ARG_DIFF_SRC, to)
                  .run(lane.stream(), lane.scratch(found + rounding.floats()));
              if (step.accumulate()) {
                FloatBuffer sum = input.slice(lane, first);
                lowering.parallelism().cores().add(Address.floats(to, floats), sum);
              }
            },
            Lowering.operands(List.of(ordered, outputGradient), step.accumulate() ? in : ordered),
            step.writes(),
            found + rounding.floats() + Arena.aligned(backward.scratch())));
  }

  void weightGradient(Step step, Op.ConvolutionWeightGradient op) {
    Operand in = step.reads().get(0);
    Operand outputGradient = step.reads().get(1);
    boolean biased = step.writes().size() > 1;
    int workers = lowering.parallelism().workers();
    int facesPerSlice = lowering.parallelism().facesPerSlice();
    int slices = in.shape().faces() / facesPerSlice;
    // Gradients of few weights are computed slice by slice, while the slice is in the cache.
    // Gradients of many weights, which are large beside a slice, are computed for all of a worker's
    // slices at once.
    boolean bySlice =
        step.writes().get(0).shape().floats() * FEW < (long) in.shape().floatsPerFace();
    int parts = bySlice ? slices : workers;
    PartialWeights[] partials = new PartialWeights[parts];
    long perPart = 0;
    long scratch = 0;
    for (int part = 0; part < parts; part++) {
      Lane lane = new Lane(part, parts, slices, null, 0);
      int faces = (lane.end() - lane.first()) * facesPerSlice;
      if (faces > 0) {
        OneDnnShape shape =
            shape(in, outputGradient, op.kernel(), op.stride(), op.padding(), biased, faces);
        PartialWeights same = part > 0 && bySlice ? partials[0] : null;
        partials[part] =
            same == null ? make(shape, () -> new PartialWeights(shape)) : same.another();
        perPart = Math.max(perPart, partials[part].floats());
        scratch = Math.max(scratch, partials[part].scratch());
      }
    }
    long each = perPart;
    Operand sums = lowering.internal(parts * each);
    Tensor partial = lowering.tensor(sums);
    Tensor input = lowering.tensor(in);
    Tensor gradient = lowering.tensor(outputGradient);
    lowering.add(
        new Task(
            bySlice ? Kind.SLICES : Kind.GROUP,
            (lane, first, end) -> {
              int part = bySlice ? first : lane.worker();
              if (partials[part] != null) {
                partials[part].run(
                    input.address(lane, first),
                    gradient.address(lane, first),
                    partial.address(part * each),
                    lane);
              }
            },
            step.reads(),
            List.of(sums),
            scratch));
    Tensor weights = lowering.tensor(step.writes().get(0));
    Tensor biases = biased ? lowering.tensor(step.writes().get(1)) : null;
    lowering.addLater(
        new Task(
            Kind.SHARE,
            lowering.byOneWorker(
                (lane, first, end) -> {
                  boolean adds = step.accumulate();
                  for (int part = 0; part < parts; part++) {
                    if (partials[part] != null) {
                      partials[part].collect(
                          partial.address(part * each),
                          weights.address(0),
                          biased ? biases.all() : null,
                          adds,
                          lane);
                      adds = true;
                    }
                  }
                }),
            List.of(sums),
            step.writes(),
            scratch));
  }

  private static OneDnnPrimitive forward(OneDnnShape shape, boolean relu) {
    primitive_attr attributes = OneDnnPrimitive.attributes();
    if (relu) {
      post_ops after = new post_ops();
      after.append_eltwise(1, dnnl.algorithm.eltwise_relu.value, 0, 0);
      attributes.set_post_ops(after);
    }
    convolution_forward.primitive_desc description = shape.forward(shape.output, attributes);
    OneDnnPrimitive convolution =
        new OneDnnPrimitive(new convolution_forward(description), description.scratchpad_desc())
            .describe(dnnl.DNNL_ARG_SRC, shape.multipliedInput)
            .describe(dnnl.DNNL_ARG_DST, shape.output)
            .describe(dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
    return shape.biased ? convolution.describe(dnnl.DNNL_ARG_BIAS, shape.bias) : convolution;
  }

  private static OneDnnPrimitive inputGradient(OneDnnShape shape) {
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
            OneDnnPrimitive.attributes(),
            OneDnn.engine(),
            shape.forward(shape.multipliedOutput, OneDnnPrimitive.attributes()));
    return new OneDnnPrimitive(
            new convolution_backward_data(description), description.scratchpad_desc())
        .describe(dnnl.DNNL_ARG_DIFF_SRC, shape.input)
        .describe(dnnl.DNNL_ARG_DIFF_DST, shape.multipliedOutput)
        .describe(dnnl.DNNL_ARG_WEIGHTS, description.weights_desc());
  }

  private <T> T make(OneDnnShape shape, Supplier<T> primitive) {
    return lowering.parallelism().make(shape.work, primitive);
  }

  /** One primitive for each worker. */
  private OneDnnPrimitive[] forEach(OneDnnPrimitive primitive) {
    return IntStream.range(0, lowering.parallelism().workers())
        .mapToObj(worker -> worker == 0 ? primitive : primitive.another())
        .toArray(OneDnnPrimitive[]::new);
  }

  /** The weights in the order that a primitive requires. */
  private Operand ordered(Operand weights, OneDnnShape shape, OneDnnPrimitive wants) {
    memory.desc theirs = wants.description(dnnl.DNNL_ARG_WEIGHTS);
    if (theirs.equals(shape.weights)) {
      return weights;
    }
    OneDnnPrimitive reorder = make(shape, () -> OneDnnPrimitive.reorder(shape.weights, theirs));
    long floats = OneDnnPrimitive.floats(theirs);
    Buffer buffer = lowering.buffer(weights);
    if (buffer.role() == Buffer.Role.CONSTANT) {
      INDArray ordered = Nd4j.createUninitializedDetached(DataType.FLOAT, floats);
      try (INDArray scratch =
          Nd4j.createUninitializedDetached(DataType.FLOAT, reorder.scratch() + 1)) {
        reorder
            .with(
                dnnl.DNNL_ARG_FROM,
                NativeFloats.address(buffer.constant()) + Float.BYTES * weights.offset())
            .with(dnnl.DNNL_ARG_TO, NativeFloats.address(ordered))
            .run(new stream(OneDnn.engine()), NativeFloats.address(scratch));
      }
      Operand constant = lowering.internal(floats);
      lowering.keep(constant, ordered);
      return constant;
    }
    Operand ordered = lowering.internal(floats);
    Tensor from = lowering.tensor(weights);
    Tensor to = lowering.tensor(ordered);
    lowering.addBefore(
        new Task(
            Kind.SHARE,
            lowering.byOneWorker(
                (lane, first, end) ->
                    reorder
                        .with(dnnl.DNNL_ARG_FROM, from.address(0))
                        .with(dnnl.DNNL_ARG_TO, to.address(0))
                        .run(lane.stream(), lane.scratch())),
            List.of(weights),
            List.of(ordered),
            reorder.scratch()));
    return ordered;
  }

  private int slice(Operand operand) {
    return lowering.slice(operand).faces();
  }

  private OneDnnShape shape(
      Operand in, Operand out, int kernel, int stride, int padding, boolean bias, int faces) {
    return OneDnnShape.fastest(
        ConvolutionShape.of(in.shape(), out.shape(), kernel, stride, padding, bias)
            .withBatch(faces),
        lowering.parallelism().precision());
  }
}
