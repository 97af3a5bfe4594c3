package io.github.awing.program;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Layout;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.program.Buffer.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training step of a small network: forward, loss, backward, clipping, update. Its parameters are
 * parts of one vector, and no part begins at a round offset.
 */
final class SmallTraining {

  private static final int IN = 6;
  private static final int WIDTH = 16;
  private static final int OUT = 5;
  private static final int SIDE = 8;
  private static final double EPSILON = 1e-5;
  private static final HeatmapLoss LOSS =
      new HeatmapLoss.Builder(new AdaptiveWing())
          .weightMap(new WeightedLossMap())
          .layout(Layout.NHWC)
          .build();

  private final TensorShape shape;
  private final ProgramBuilder builder;
  private final Operand input;
  private final Operand targets;
  private final Operand mask;
  private final Operand numbers;
  private final Operand parameters;
  private final Operand gradients;
  private final Operand state;
  private final Operand heatmaps;
  private final Operand inputGradient;
  private final Operand losses;
  private final Program program;

  /** Makes a step for this number of faces. */
  SmallTraining(int faces) {
    shape = new TensorShape(faces, SIDE, SIDE, IN);
    builder = new ProgramBuilder(faces);
    input = builder.tensor(Role.INPUT, shape);
    targets = builder.tensor(Role.INPUT, shape.withChannels(OUT));
    mask = builder.tensor(Role.INPUT, shape.withPixels(1, 1).withChannels(OUT));
    numbers = builder.vector(Role.INPUT, StepNumbers.COUNT);
    parameters = builder.vector(Role.RESIDENT, Part.LENGTH);
    gradients = builder.vector(Role.RESIDENT, Part.LENGTH);
    state = builder.vector(Role.RESIDENT, Part.LENGTH);
    heatmaps = builder.tensor(Role.OUTPUT, shape.withChannels(OUT));
    inputGradient = builder.tensor(Role.OUTPUT, shape);
    losses = builder.vector(Role.OUTPUT, 1);
    addSteps();
    program = builder.build();
  }

  /** Places of the layers' parameters in the vectors of parameters, gradients and state. */
  private enum Part {
    NORMALISATION(1, 4 * WIDTH),
    KERNEL(1 + 4 * WIDTH, WIDTH * IN * 9),
    BIAS(1 + 4 * WIDTH + WIDTH * IN * 9, OUT),
    LAST_KERNEL(1 + 4 * WIDTH + WIDTH * IN * 9 + OUT, OUT * WIDTH);

    private static final int LENGTH = 2 + 4 * WIDTH + WIDTH * IN * 9 + OUT + OUT * WIDTH;

    private final int from;
    private final int length;

    Part(int from, int length) {
      this.from = from;
      this.length = length;
    }

    Operand of(Operand vector) {
      return vector.part(from, length);
    }
  }

  Program program() {
    return program;
  }

  private Operand temporary(TensorShape of) {
    return builder.tensor(Role.TEMPORARY, of);
  }

  private void addSteps() {
    TensorShape wide = shape.withChannels(WIDTH);
    Operand kernel = Part.KERNEL.of(parameters);
    Operand lastKernel = Part.LAST_KERNEL.of(parameters);
    Operand normalisation = Part.NORMALISATION.of(parameters);

    Operand convolved = temporary(wide);
    builder.step(new Op.Convolution(3, 1, 1, false), List.of(input, kernel), convolved);
    Operand statistics = builder.vector(Role.TEMPORARY, 2L * WIDTH);
    builder.step(new Op.Statistics(), List.of(convolved), statistics);
    Operand normalised = temporary(wide);
    builder.step(
        new Op.Normalise(EPSILON), List.of(convolved, statistics, normalisation), normalised);
    Operand pooled = temporary(wide.halved());
    builder.step(new Op.Pool(), List.of(normalised), pooled);
    Operand both = temporary(wide);
    builder.step(new Op.UpsampleAdd(), List.of(normalised, pooled), both);
    Operand left = temporary(wide.withChannels(WIDTH - OUT));
    builder.step(new Op.Channels(0), List.of(both), left);
    Operand right = temporary(wide.withChannels(OUT));
    builder.step(new Op.Channels(WIDTH - OUT), List.of(both), right);
    Operand last = temporary(wide);
    builder.step(new Op.ConcatenateAdd(), List.of(left, right, normalised), last);
    Operand predictions = temporary(shape.withChannels(OUT));
    builder.step(
        new Op.Convolution(1, 1, 0, false),
        List.of(last, lastKernel, Part.BIAS.of(parameters)),
        predictions);
    builder.step(new Op.ChannelsFirst(), List.of(predictions), heatmaps);

    Operand ofPredictions = temporary(shape.withChannels(OUT));
    builder.step(
        new Op.Loss(LOSS, 1, 0),
        List.of(predictions, targets, mask),
        ofPredictions,
        losses.part(0, 1));
    builder.step(
        new Op.ConvolutionWeightGradient(1, 1, 0),
        List.of(last, ofPredictions),
        List.of(Part.LAST_KERNEL.of(gradients), Part.BIAS.of(gradients)),
        true);
    Operand ofLast = temporary(wide);
    builder.step(
        new Op.ConvolutionInputGradient(1, 1, 0), List.of(lastKernel, ofPredictions), ofLast);
    Operand ofPooled = temporary(wide.halved());
    builder.step(new Op.UpsampleGradient(), List.of(ofLast), ofPooled);
    Operand ofNormalised = temporary(wide);
    builder.step(new Op.Add(), List.of(ofLast), ofNormalised);
    builder.step(new Op.Add(), List.of(ofLast), List.of(ofNormalised), true);
    builder.step(new Op.PoolGradient(), List.of(ofPooled), List.of(ofNormalised), true);
    Operand sums = builder.vector(Role.TEMPORARY, 2L * WIDTH);
    builder.step(
        new Op.NormaliseSums(EPSILON, 0.9),
        List.of(convolved, ofNormalised, statistics, normalisation),
        List.of(Part.NORMALISATION.of(gradients), sums),
        true);
    Operand ofConvolved = temporary(wide);
    builder.step(
        new Op.NormaliseGradient(EPSILON),
        List.of(convolved, ofNormalised, statistics, normalisation, sums),
        ofConvolved);
    builder.step(
        new Op.ConvolutionWeightGradient(3, 1, 1),
        List.of(input, ofConvolved),
        List.of(Part.KERNEL.of(gradients)),
        true);
    builder.step(
        new Op.ConvolutionInputGradient(3, 1, 1), List.of(kernel, ofConvolved), inputGradient);
    addUpdates();
  }

  private void addUpdates() {
    Operand factor = builder.vector(Role.TEMPORARY, 1);
    List<Part> learnt = List.of(Part.KERNEL, Part.BIAS, Part.LAST_KERNEL);
    builder.step(
        new Op.Clip(0.5),
        List.of(
            numbers,
            Part.KERNEL.of(gradients),
            Part.BIAS.of(gradients),
            Part.LAST_KERNEL.of(gradients)),
        factor);
    for (Part part : learnt) {
      builder.step(
          new Op.Update(new UpdateRule.RootMeanSquare(0.9, 1e-4), 0.01),
          List.of(part.of(gradients), numbers, factor),
          part.of(parameters),
          part.of(state));
    }
    builder.step(
        new Op.Update(new UpdateRule.Plain(), 0),
        List.of(Part.NORMALISATION.of(gradients), numbers),
        Part.NORMALISATION.of(parameters));
  }

  /** Makes initial parameters, state and gradients. */
  Map<Operand, INDArray> start(SplittableRandom random) {
    Map<Operand, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(parameters, FloatArray.of(Numbers.random(Part.LENGTH, 0.1, 0.5, random)));
    arrays.put(state, FloatArray.of(Numbers.random(Part.LENGTH, 0.1, 0.5, random)));
    arrays.put(gradients, FloatArray.of(Numbers.random(Part.LENGTH, -0.1, 0.1, random)));
    return arrays;
  }

  /** Makes inputs and outputs of a run. */
  Map<Operand, INDArray> batch(SplittableRandom random, boolean masked) {
    Map<Operand, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(input, FloatArray.of(Numbers.random(shape, random)));
    arrays.put(
        targets,
        FloatArray.of(
            Numbers.random(shape.withChannels(OUT), random).map(value -> Math.pow(value, 20))));
    if (masked) {
      arrays.put(
          mask,
          FloatArray.of(Numbers.random(mask.shape(), random).map(value -> value > 0 ? 1 : 0)));
    }
    arrays.put(numbers, new StepNumbers(0.1, 2).toArray());
    arrays.put(heatmaps, FloatArray.of(Numbers.zeros(heatmaps.shape()).map(zero -> Double.NaN)));
    arrays.put(inputGradient, FloatArray.of(Numbers.zeros(shape).map(zero -> Double.NaN)));
    arrays.put(losses, Nd4j.zeros(DataType.DOUBLE, 1));
    return arrays;
  }
}
