package io.github.awing.cuda;

import io.github.awing.cuda.ConvolutionTask.Pass;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.util.List;

/**
 * Makes launches of convolutions and their gradients. Tensors of a type or a number of channels
 * that the card's convolutions do not support are converted before and after.
 */
record ConvolutionLaunches(Lowering lowering) {

  void forward(Step step, Op.Convolution op) {
    Operand in = step.reads().get(0);
    Operand out = step.writes().get(0);
    ConvolutionSize size = lowering.engine().size(in, out, op.kernel());
    Region weights = lowering.weights().of(step.reads().get(1), size);
    Place input = converted(in, size.paddedInputs());
    Place output = lowering.place(out);
    Place bias = step.reads().size() > 2 ? lowering.place(step.reads().get(2)) : null;
    Result result = result(out, output, size.paddedOutputs(), false);
    CardConvolution convolution =
        prepared(Pass.FORWARD, in, size, op.stride(), op.padding(), result.floats());
    lowering.add(
        stream ->
            stream.convolve(
                convolution,
                input.address(),
                weights.address(),
                result.place().address(),
                lowering.workspace().address()));
    finish(result, out, output, size.paddedOutputs(), 0);
    if (bias != null || op.relu()) {
      addBias(output, bias, lowering.shape(out), op.relu());
    }
  }

  private void addBias(Place output, Place bias, TensorShape shape, boolean relu) {
    int pack = Packs.of(List.of(output), List.of(shape.channels()));
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("bias")
            .output(output.storage())
            .pack(pack)
            .kernel("add_bias");
    long packs = shape.floats() / pack;
    int blocks = lowering.engine().blocks(packs);
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                output.address(),
                bias == null ? 0 : bias.address(),
                packs,
                shape.channels() / pack,
                relu ? 1 : 0));
  }

  void inputGradient(Step step, Op.ConvolutionInputGradient op) {
    Operand of = step.reads().get(1);
    Operand in = step.writes().get(0);
    ConvolutionSize size = lowering.engine().size(in, of, op.kernel());
    Region weights = lowering.weights().of(step.reads().get(0), size);
    Place gradient = converted(of, size.paddedOutputs());
    Place output = lowering.place(in);
    Result result = result(in, output, size.paddedInputs(), step.accumulate());
    CardConvolution convolution =
        prepared(Pass.INPUT_GRADIENT, in, size, op.stride(), op.padding(), result.floats());
    lowering.add(
        stream ->
            stream.convolve(
                convolution,
                weights.address(),
                gradient.address(),
                result.place().address(),
                lowering.workspace().address()));
    finish(result, in, output, size.paddedInputs(), step.accumulate() ? 1 : 0);
  }

  void weightGradient(Step step, Op.ConvolutionWeightGradient op) {
    Operand in = step.reads().get(0);
    Operand of = step.reads().get(1);
    ConvolutionSize size = lowering.engine().size(in, of, op.kernel());
    Place input = converted(in, size.paddedInputs());
    Place gradient = converted(of, size.paddedOutputs());
    Region result = lowering.weights().gradient(step.writes().get(0), size, step.accumulate());
    CardConvolution convolution =
        prepared(Pass.WEIGHT_GRADIENT, in, size, op.stride(), op.padding(), true);
    lowering.add(
        stream ->
            stream.convolve(
                convolution,
                input.address(),
                gradient.address(),
                result.address(),
                lowering.workspace().address()));
    if (step.writes().size() > 1) {
      biasGradient(of, step.writes().get(1), step.accumulate());
    }
  }

  private void biasGradient(Operand of, Operand bias, boolean adds) {
    Place gradient = lowering.place(of);
    Place result = lowering.place(bias);
    ChannelSums sums = ChannelSums.of(lowering, lowering.shape(of), List.of(gradient));
    Card.Kernel kernel =
        sums.choice("bias_gradient").input(gradient.storage()).kernel("bias_gradient");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                sums.blocks(),
                CardEngine.THREADS,
                gradient.address(),
                result.address(),
                lowering.partial().address(),
                lowering.counters().address(),
                sums.pixels(),
                sums.channels(),
                sums.chunks(),
                adds ? 1 : 0));
  }

  private CardConvolution prepared(
      Pass pass, Operand input, ConvolutionSize size, int stride, int padding, boolean floats) {
    TensorShape shape = lowering.shape(input);
    CardEngine engine = lowering.engine();
    CardConvolution convolution =
        engine
            .card()
            .convolution(
                new ConvolutionTask(
                    pass,
                    engine.precision(),
                    shape.faces(),
                    shape.height(),
                    shape.width(),
                    size.paddedInputs(),
                    size.paddedOutputs(),
                    size.kernel(),
                    stride,
                    padding,
                    floats,
                    engine.deterministic()));
    lowering.workspace().require(convolution.workspaceBytes());
    return convolution;
  }

  /** A tensor in the type and layout of convolutions: itself, or a copy. */
  private Place converted(Operand operand, int channels) {
    Place place = lowering.place(operand);
    Storage storage = lowering.engine().activations();
    TensorShape shape = lowering.shape(operand);
    if (place.storage() == storage && place.isAligned() && channels == shape.channels()) {
      return place;
    }
    long pixels = (long) shape.faces() * shape.pixels();
    Place copy = new Place(lowering.scratch(pixels * channels * storage.bytes()), 0, storage);
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("convert")
            .input(place.storage())
            .output(storage)
            .kernel("convert");
    int blocks = lowering.engine().blocks(pixels * channels);
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                place.address(),
                copy.address(),
                pixels,
                shape.channels(),
                channels));
    return copy;
  }

  /** Result of a convolution, as floats even if activations are not floats. */
  private record Result(Place place, boolean floats) {}

  private Result result(Operand operand, Place place, int channels, boolean adds) {
    boolean floats = place.storage() == Storage.FLOAT;
    TensorShape shape = lowering.shape(operand);
    if (!adds && place.isAligned() && channels == shape.channels()) {
      return new Result(place, floats);
    }
    long numbers = (long) shape.faces() * shape.pixels() * channels;
    Region region = lowering.scratch(numbers * place.storage().bytes());
    return new Result(new Place(region, 0, place.storage()), floats);
  }

  /** Copies a result to its place, if it is not there. */
  private void finish(Result result, Operand operand, Place place, int channels, int adds) {
    if (result.place() == place) {
      return;
    }
    TensorShape shape = lowering.shape(operand);
    long pixels = (long) shape.faces() * shape.pixels();
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("convert")
            .input(place.storage())
            .output(place.storage())
            .kernel("cut");
    int blocks = lowering.engine().blocks(shape.floats());
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                result.place().address(),
                place.address(),
                pixels,
                channels,
                shape.channels(),
                adds));
  }
}
