package io.github.awing.cuda;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.util.List;

/** Makes launches of batch normalisation, forward and backward. */
record BatchNormLaunches(Lowering lowering) {

  void statistics(Step step) {
    Operand of = step.reads().get(0);
    Place input = lowering.place(of);
    Place result = lowering.place(step.writes().get(0));
    ChannelSums sums = ChannelSums.of(lowering, lowering.shape(of), List.of(input));
    Card.Kernel kernel = sums.choice("statistics").input(input.storage()).kernel("statistics");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                sums.blocks(),
                CardEngine.THREADS,
                input.address(),
                result.address(),
                lowering.partial().address(),
                lowering.counters().address(),
                sums.pixels(),
                sums.channels(),
                sums.chunks()));
  }

  void normalise(Step step, Op.Normalise op) {
    Operand of = step.reads().get(0);
    Place input = lowering.place(of);
    Place statistics = lowering.place(step.reads().get(1));
    Place parameters = lowering.place(step.reads().get(2));
    Place output = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(of);
    int pack = Packs.of(List.of(input, output), List.of(shape.channels()));
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("normalise")
            .input(input.storage())
            .output(output.storage())
            .pack(pack)
            .kernel("normalise");
    long packs = shape.floats() / pack;
    int blocks = blocksOfWholePixels(packs, shape.channels() / pack);
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                input.address(),
                statistics.address(),
                parameters.address(),
                output.address(),
                packs,
                shape.channels(),
                Launch.real(op.epsilon())));
  }

  /** Number of blocks whose threads together are a multiple of a pixel's packs. */
  private int blocksOfWholePixels(long packs, int packsPerPixel) {
    int blocks = lowering.engine().blocks(packs);
    int multiple = packsPerPixel / greatestDivisor(packsPerPixel, CardEngine.THREADS);
    return (blocks + multiple - 1) / multiple * multiple;
  }

  private static int greatestDivisor(int one, int other) {
    return other == 0 ? one : greatestDivisor(other, one % other);
  }

  void sums(Step step, Op.NormaliseSums op) {
    Operand of = step.reads().get(0);
    Place input = lowering.place(of);
    Place gradient = lowering.place(step.reads().get(1));
    Place statistics = lowering.place(step.reads().get(2));
    Place parameters = lowering.place(step.reads().get(3));
    Place gradients = lowering.place(step.writes().get(0));
    Place batch = lowering.place(step.writes().get(1));
    ChannelSums sums = ChannelSums.of(lowering, lowering.shape(of), List.of(input, gradient));
    Card.Kernel kernel =
        sums.choice("normalise_sums")
            .input(input.storage())
            .input(gradient.storage())
            .kernel("normalise_sums");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                sums.blocks(),
                CardEngine.THREADS,
                input.address(),
                gradient.address(),
                statistics.address(),
                parameters.address(),
                gradients.address(),
                batch.address(),
                lowering.partial().address(),
                lowering.counters().address(),
                sums.pixels(),
                sums.channels(),
                sums.chunks(),
                Launch.real(op.epsilon()),
                Launch.real(op.keep()),
                step.accumulate() ? 1 : 0));
  }

  void gradient(Step step, Op.NormaliseGradient op) {
    Operand of = step.reads().get(0);
    Place input = lowering.place(of);
    Place gradient = lowering.place(step.reads().get(1));
    Place statistics = lowering.place(step.reads().get(2));
    Place parameters = lowering.place(step.reads().get(3));
    Place sums = lowering.place(step.reads().get(4));
    Place output = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(of);
    int pack = Packs.of(List.of(input, gradient, output), List.of(shape.channels()));
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("normalise_gradient")
            .input(input.storage())
            .input(gradient.storage())
            .output(output.storage())
            .pack(pack)
            .kernel("normalise_gradient");
    long packs = shape.floats() / pack;
    int blocks = blocksOfWholePixels(packs, shape.channels() / pack);
    double perPixel = 1.0 / ((double) shape.faces() * shape.pixels());
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                input.address(),
                gradient.address(),
                statistics.address(),
                parameters.address(),
                sums.address(),
                output.address(),
                packs,
                shape.channels(),
                Launch.real(perPixel),
                Launch.real(op.epsilon()),
                step.accumulate() ? 1 : 0));
  }
}
