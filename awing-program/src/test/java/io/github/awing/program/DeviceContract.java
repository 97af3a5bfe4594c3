package io.github.awing.program;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Layout;
import io.github.awing.program.Buffer.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Contract test of {@link Device}: it compares each operation with loops in double by the
 * definition, and programs with their steps run one by one. Each device's own test extends it.
 */
public abstract class DeviceContract {

  /** Used by the device's own test. */
  protected DeviceContract() {}

  /** The device; the same object each time, if it is expensive. */
  protected abstract Device device();

  /**
   * Largest difference of an operation's results from the definition's, as a share of the largest
   * result.
   *
   * <p>Floats have seven digits, of which sums of a thousand products lose one or two.
   */
  protected double tolerance(Op op) {
    return 1e-5;
  }

  @TestFactory
  Stream<DynamicTest> everyOperationDoesWhatItsDefinitionSays() {
    return OpCases.all()
        .map(one -> dynamicTest(one.name(), () -> Trial.run(one, device(), tolerance(one.op()))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void aProgramEqualsItsStepsOneByOne(int faces) {
    SmallTraining training = new SmallTraining(faces);
    Map<Operand, INDArray> ofProgram = training.start(new SplittableRandom(1));
    Map<Operand, INDArray> ofSteps = training.start(new SplittableRandom(1));
    try (Executable executable = device().bind(training.program())) {
      for (int run = 0; run < 3; run++) {
        boolean masked = run == 1;
        Map<Operand, INDArray> found = training.batch(new SplittableRandom(run), masked);
        Map<Operand, INDArray> expected = training.batch(new SplittableRandom(run), masked);
        found.putAll(ofProgram);
        expected.putAll(ofSteps);
        executable.run(found);
        executable.synchronise();
        StepByStep.run(device(), training.program(), expected);
        requireAlike(found, expected);
      }
    }
  }

  private void requireAlike(Map<Operand, INDArray> found, Map<Operand, INDArray> expected) {
    expected.forEach(
        (operand, array) ->
            Closeness.require(
                "buffer " + operand.buffer(),
                found.get(operand).toDoubleVector(),
                array.toDoubleVector(),
                tolerance(new Op.Convolution(3, 1, 1, false))));
  }

  @Test
  void aStepReadsTheWeightsThatAnEarlierStepUpdated() {
    SplittableRandom random = new SplittableRandom(3);
    ConvolutionReference convolution = new ConvolutionReference(3, 1, 1, 16, 16);
    TensorShape shape = new TensorShape(2, 6, 5, 16);
    Numbers input = Numbers.random(shape, random);
    Numbers weights = Numbers.random(convolution.weights(), -1, 1, random);
    Numbers gradients = Numbers.random(convolution.weights(), -1, 1, random);
    Op.Update update = new Op.Update(new UpdateRule.Plain(), 0);
    StepNumbers one = new StepNumbers(1, 1);
    Numbers moved = OptimiserReference.update(update, gradients, one, 1, List.of(weights)).get(0);

    ProgramBuilder builder = new ProgramBuilder(2);
    Operand in = builder.tensor(Role.INPUT, shape);
    Operand before = builder.tensor(Role.OUTPUT, shape);
    Operand after = builder.tensor(Role.OUTPUT, shape);
    Operand ofInput = builder.tensor(Role.OUTPUT, shape);
    Operand parameters = builder.vector(Role.RESIDENT, convolution.weights());
    Operand gradient = builder.vector(Role.RESIDENT, convolution.weights());
    Operand numbers = builder.vector(Role.INPUT, StepNumbers.COUNT);
    Op.Convolution op = new Op.Convolution(3, 1, 1, false);
    builder.step(op, List.of(in, parameters), before);
    builder.step(update, List.of(gradient, numbers), parameters);
    builder.step(op, List.of(in, parameters), after);
    builder.step(new Op.ConvolutionInputGradient(3, 1, 1), List.of(parameters, in), ofInput);
    Map<Operand, INDArray> arrays =
        Map.of(
            in, FloatArray.of(input),
            before, FloatArray.of(Numbers.zeros(shape)),
            after, FloatArray.of(Numbers.zeros(shape)),
            ofInput, FloatArray.of(Numbers.zeros(shape)),
            parameters, FloatArray.of(weights),
            gradient, FloatArray.of(gradients),
            numbers, one.toArray());
    try (Executable executable = device().bind(builder.build())) {
      executable.run(arrays);
    }
    requireClose(arrays.get(before), convolution.forward(input, weights, null, false), op);
    requireClose(arrays.get(after), convolution.forward(input, moved, null, false), op);
    requireClose(arrays.get(ofInput), convolution.inputGradient(shape, moved, input), op);
  }

  private void requireClose(INDArray found, Numbers expected, Op op) {
    Closeness.require(op.toString(), found.toDoubleVector(), expected.values(), tolerance(op));
  }

  @Test
  void aProgramForOneFaceRunsOnMany() {
    SmallInference inference = new SmallInference();
    try (Executable executable = device().bind(inference.program())) {
      // Few after many: leftovers of many in memory must have no effect.
      for (int faces : new int[] {1, 3, 9, 1, 2}) {
        double[] pictures = SmallInference.pictures(faces, faces);
        requireClose(
            inference.run(executable, pictures), inference.runOneByOne(executable, pictures));
      }
    }
  }

  private void requireClose(double[] found, double[] expected) {
    Closeness.require("heatmaps", found, expected, tolerance(new Op.Convolution(3, 1, 1, false)));
  }

  @Test
  void alternatingProgramsShareAWorkspace() {
    SmallInference small = new SmallInference();
    SmallTraining large = new SmallTraining(8);
    Device device = device();
    try (Device.Workspace workspace = device.workspace();
        Executable first = device.bind(small.program(), workspace);
        Executable second = device.bind(large.program(), workspace)) {
      double[] pictures = SmallInference.pictures(3, 1);
      double[] before = small.run(first, pictures);
      Map<Operand, INDArray> arrays = large.start(new SplittableRandom(1));
      arrays.putAll(large.batch(new SplittableRandom(2), true));
      Map<Operand, INDArray> alone = large.start(new SplittableRandom(1));
      alone.putAll(large.batch(new SplittableRandom(2), true));
      second.run(arrays);
      second.synchronise();
      StepByStep.run(device, large.program(), alone);
      requireAlike(arrays, alone);
      requireClose(small.run(first, pictures), before);
    }
  }

  @Test
  void severalThreadsGetTheResultsOfOne() throws Exception {
    SmallInference inference = new SmallInference();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Executable one = device().bind(inference.program());
        Executable other = device().bind(inference.program())) {
      List<double[]> pictures = new ArrayList<>();
      List<double[]> expected = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        pictures.add(SmallInference.pictures(1 + i % 9, i));
        expected.add(inference.run(one, pictures.get(i)));
      }
      List<Future<double[]>> found = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        Executable mine = i % 2 == 0 ? one : other;
        double[] given = pictures.get(i);
        found.add(threads.submit(() -> inference.run(mine, given)));
      }
      for (int i = 0; i < found.size(); i++) {
        requireClose(found.get(i).get(), expected.get(i));
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void aFailedStepThrowsAndTheNextRunIsRight(int faces) {
    LossReference loss =
        new LossReference(
            new HeatmapLoss.Builder(new AdaptiveWing()).layout(Layout.NHWC).build(), 1);
    SplittableRandom random = new SplittableRandom(faces);
    TensorShape shape = new TensorShape(faces, 6, 4, 5);
    Numbers predictions = Numbers.random(shape, random);
    Numbers targets = Numbers.random(shape, random).map(Math::abs);
    Numbers spoilt = new Numbers(shape, targets.values().clone());
    spoilt.values()[spoilt.values().length - 1] = 200;

    ProgramBuilder builder = new ProgramBuilder(faces);
    Operand given = builder.tensor(Role.INPUT, shape);
    Operand truth = builder.tensor(Role.INPUT, shape);
    Operand mask = builder.tensor(Role.INPUT, shape.withPixels(1, 1));
    Operand gradient = builder.tensor(Role.TEMPORARY, shape);
    Operand twice = builder.tensor(Role.OUTPUT, shape);
    Operand losses = builder.vector(Role.OUTPUT, 1);
    Op op = new Op.Loss(loss.loss(), loss.scale(), 0);
    builder.step(op, List.of(given, truth, mask), gradient, losses.part(0, 1));
    builder.step(new Op.Add(), List.of(gradient, gradient), twice);
    INDArray found = FloatArray.of(Numbers.zeros(shape));
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, 1);
    try (Executable executable = device().bind(builder.build())) {
      for (int time = 0; time < 2; time++) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () ->
                    executable.run(
                        Map.of(
                            given,
                            FloatArray.of(predictions),
                            truth,
                            FloatArray.of(spoilt),
                            twice,
                            found,
                            losses,
                            sum)))
            .withMessageContaining("200");
        executable.run(
            Map.of(
                given,
                FloatArray.of(predictions),
                truth,
                FloatArray.of(targets),
                twice,
                found,
                losses,
                sum));
        Numbers expected = loss.gradient(predictions, targets, null).map(value -> 2 * value);
        requireClose(found, expected, op);
        requireClose(sum, Numbers.vector(loss.value(predictions, targets, null)), op);
      }
    }
  }

  @Test
  void refusesToRunOnceClosed() {
    SmallInference inference = new SmallInference();
    double[] pictures = SmallInference.pictures(1, 1);
    Executable used = device().bind(inference.program());
    inference.run(used, pictures);
    for (Executable executable : List.of(used, device().bind(inference.program()))) {
      executable.close();
      executable.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> inference.run(executable, pictures))
          .withMessageContaining("closed");
    }
  }
}
