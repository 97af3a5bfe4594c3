package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import io.github.awing.program.nd4j.Nd4jDevice;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Compares steps of the compiled program with Deeplearning4j's own, to the bit. Raw numbers are
 * compared, since ND4J's equality accepts differences of 1e-5.
 */
class TrainingProgramTest {

  private static final int STEPS = 3;

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments(spec(1, false), false, false, new RmsProp(1e-4)),
        arguments(spec(2, false), false, false, new RmsProp(1e-4)),
        arguments(spec(3, false), false, false, new RmsProp(1e-4)),
        arguments(spec(2, false), true, false, new RmsProp(1e-4)),
        arguments(spec(2, true), false, false, new RmsProp(1e-4)),
        arguments(spec(1, false), false, true, new RmsProp(1e-4)),
        arguments(spec(3, false), false, true, new RmsProp(1e-4)),
        arguments(spec(3, true), true, true, new RmsProp(1e-4)),
        arguments(spec(1, false), false, false, new Adam(1e-3)),
        arguments(spec(1, false), false, false, new Sgd(1e-2)),
        arguments(
            new HourglassSpec(5, 2, 16, 3, 64, true, true, false), false, false, new Adam(1e-3)),
        arguments(
            new HourglassSpec(5, 2, 16, 1, 64, false, false, false), false, false, new Sgd(1e-2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsAreThoseOfDeeplearning4j(
      HourglassSpec spec, boolean masked, boolean recompute, IUpdater updater) {
    HourglassNetwork network = network(spec, updater);
    ComputationGraph ordinary = deeplearning4js(network);
    try (TrainingProgram training = program(network, 0, recompute)) {
      for (int step = 0; step < STEPS; step++) {
        MultiDataSet faces = faces(spec, 4, step, masked);
        ordinary.fit(faces);
        // Deeplearning4j sums its regularisation in floats.
        assertThat(training.step(faces))
            .isCloseTo(ordinary.score(), within(1e-6 * ordinary.score()));
        for (int stack = 0; stack < spec.stacks(); stack++) {
          double expected = ordinary.getOutputLayer(stack).score();
          assertThat(training.stackLosses().get(stack))
              .isCloseTo(expected, within(stack == 0 ? 1e-6 * expected : 0));
        }
        assertSameBits(network.graph().params(), ordinary.params(), "parameters");
        assertSameBits(
            network.graph().getUpdater().getStateViewArray(),
            ordinary.getUpdater().getStateViewArray(),
            "state");
        assertThat(network.graph().getIterationCount()).isEqualTo(ordinary.getIterationCount());
      }
    }
  }

  /** The last batch of an epoch is smaller, and an evaluation may run between two steps. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchesOfAnySizeFollowOneAnother(boolean recompute) {
    HourglassSpec spec = spec(2, false);
    HourglassNetwork network = network(spec, new RmsProp(1e-4));
    ComputationGraph ordinary = deeplearning4js(network);
    try (TrainingProgram training = program(network, 0, recompute)) {
      for (int size : new int[] {2, 1, 4, 3, 9}) {
        MultiDataSet faces = faces(spec, size, 1, false);
        ordinary.fit(faces);
        training.step(faces);
        assertSameBits(
            network.graph().output(faces.getFeatures(0))[1],
            ordinary.output(faces.getFeatures(0))[1],
            "heatmaps");
      }
    }
  }

  /**
   * Reference: Deeplearning4j's gradients of each batch, summed, divided and clipped, and its
   * updater.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsAreAccumulatedAndClipped(boolean recompute) {
    HourglassSpec spec = spec(2, false);
    HourglassNetwork network = network(spec, new RmsProp(1e-4));
    ComputationGraph ordinary = deeplearning4js(network);
    double clip = 0.05;
    try (TrainingProgram training = program(network, clip, recompute)) {
      for (int step = 0; step < STEPS; step++) {
        List<MultiDataSet> batches =
            List.of(
                faces(spec, 2, step, false),
                faces(spec, 3, step + 50, true),
                faces(spec, 2, step + 90, false));
        training.step(batches.iterator(), 3);
        INDArray sum = gradients(ordinary, batches.get(0)).dup();
        sum.addi(gradients(ordinary, batches.get(1)));
        gradients(ordinary, batches.get(2)).addi(sum).divi(3);
        List<INDArray> learnt =
            ordinary.gradient().gradientForVariable().entrySet().stream()
                .filter(entry -> !HourglassNetwork.isRunningStatistic(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        double length =
            Math.sqrt(
                learnt.stream().mapToDouble(g -> Math.pow(g.norm2Number().doubleValue(), 2)).sum());
        assertThat(length).isGreaterThan(clip);
        learnt.forEach(gradient -> gradient.muli(clip / length));
        ordinary
            .getUpdater()
            .update(ordinary.gradient(), step, 0, 2, LayerWorkspaceMgr.noWorkspaces());
        ordinary.params().subi(ordinary.getFlattenedGradients().reshape(ordinary.numParams()));
        // The norm is summed in another order.
        assertRelativelyClose(network.graph().params(), ordinary.params());
      }
    }
  }

  private static INDArray gradients(ComputationGraph graph, MultiDataSet faces) {
    graph.setInputs(faces.getFeatures());
    graph.setLabels(faces.getLabels());
    graph.setLayerMaskArrays(null, faces.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    return graph.getFlattenedGradients();
  }

  @Test
  void aFailedStepDoesNotAffectTheNext() {
    HourglassSpec spec = spec(2, false);
    MultiDataSet faces = faces(spec, 4, 0, false);
    HourglassNetwork network = network(spec, new RmsProp(1e-4));
    ComputationGraph ordinary = deeplearning4js(network);
    MultiDataSet tooWide =
        new MultiDataSet(
            faces.getFeatures(), new INDArray[] {Nd4j.zeros(DataType.FLOAT, 4, 8, 8, 5)});
    INDArray beyond = faces.getLabels(0).mul(7);
    try (TrainingProgram training = program(network, 0, false)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> training.step(tooWide))
          .withMessageContaining("[4, 16, 16, 6]");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  training.step(
                      new MultiDataSet(faces.getFeatures(), new INDArray[] {beyond, beyond})))
          .withMessageContaining("targets");
      training.step(faces);
      ordinary.fit(faces);
      assertSameBits(network.graph().params(), ordinary.params(), "parameters");
    }
  }

  /** By ND4J's operations, as on a graphics card: equal within rounding. */
  @Test
  void nd4jsOperationsGiveTheSameStep() {
    HourglassSpec spec = spec(2, true);
    HourglassNetwork ours = network(spec, new Sgd(1e-3));
    HourglassNetwork theirs = network(spec, new Sgd(1e-3));
    INDArray before = ours.graph().params().dup();
    MultiDataSet faces = faces(spec, 4, 0, true);
    try (TrainingProgram training = program(ours, 0.1, false);
        TrainingProgram slow =
            new TrainingProgram(
                theirs, new TrainingProgram.Options(0.1, false), new Nd4jDevice())) {
      double loss = training.step(faces);
      assertThat(slow.step(faces)).isCloseTo(loss, within(1e-5 * loss));
      INDArray moved = ours.graph().params().sub(before);
      double difference = theirs.graph().params().distance2(ours.graph().params());
      // Rounding changes the sign at some ReLUs, where a gradient jumps.
      assertThat(difference).isLessThan(0.03 * moved.norm2Number().doubleValue());
    }
  }

  @Test
  void bfloat16LearnsTheSame() {
    assumeThat(Devices.supports(Precision.BFLOAT16)).isTrue();
    HourglassSpec spec = spec(2, false);
    HourglassNetwork exact = network(spec, new RmsProp(1e-4));
    HourglassNetwork rounded = network(spec, new RmsProp(1e-4));
    double loss = 0;
    double same = 0;
    try (TrainingProgram training = program(exact, 0, false);
        TrainingProgram rounding =
            new TrainingProgram(
                rounded,
                new TrainingProgram.Options(0, false),
                Devices.ofNd4j(Precision.BFLOAT16))) {
      for (int step = 0; step < 10; step++) {
        MultiDataSet faces = faces(spec, 4, step, false);
        loss = training.step(faces);
        same = rounding.step(faces);
        if (step == 0) {
          // Equal within rounding.
          assertThat(same).isNotEqualTo(loss).isCloseTo(loss, within(0.01 * loss));
        }
      }
    }
    assertThat(same).isCloseTo(loss, within(0.02 * loss));
  }

  private static HourglassSpec spec(int stacks, boolean endRelu) {
    return new HourglassSpec(5, stacks, 16, 1, 64, true, true, endRelu);
  }

  private static HourglassNetwork network(HourglassSpec spec, IUpdater updater) {
    MultiStackLoss loss =
        new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(spec.stacks(), 0.5));
    return HourglassNetwork.create(spec, new TrainingObjective(loss, updater, 1e-5), 7);
  }

  private static TrainingProgram program(HourglassNetwork network, double clip, boolean recompute) {
    return new TrainingProgram(
        network, new TrainingProgram.Options(clip, recompute), Devices.ofNd4j());
  }

  /** The same network, trained by Deeplearning4j. */
  private static ComputationGraph deeplearning4js(HourglassNetwork network) {
    ComputationGraph graph = new ComputationGraph(network.graph().getConfiguration().clone());
    graph.init(network.graph().params(), true);
    return graph;
  }

  private static void assertSameBits(INDArray found, INDArray expected, String what) {
    if (found == null || expected == null) {
      assertThat(found).as(what).isSameAs(expected);
      return;
    }
    float[] ours = found.ravel().toFloatVector();
    float[] theirs = expected.ravel().toFloatVector();
    for (int i = 0; i < theirs.length; i++) {
      if (Float.floatToRawIntBits(ours[i]) != Float.floatToRawIntBits(theirs[i])) {
        throw new AssertionError(
            "%s: number %d of %d is %s, but should be %s"
                .formatted(what, i, theirs.length, ours[i], theirs[i]));
      }
    }
    assertThat(ours).hasSameSizeAs(theirs);
  }

  private static void assertRelativelyClose(INDArray found, INDArray expected) {
    double length = expected.norm2Number().doubleValue();
    assertThat(found.distance2(expected) / length).isLessThan(1e-6);
  }

  private static MultiDataSet faces(HourglassSpec spec, int count, int seed, boolean masked) {
    Nd4j.getRandom().setSeed(13 + seed);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, count, 3, 64, 64);
    INDArray targets = Nd4j.rand(DataType.FLOAT, count, 16, 16, spec.channels());
    INDArray mask = Nd4j.ones(DataType.FLOAT, count, spec.channels());
    mask.get(NDArrayIndex.point(0), NDArrayIndex.interval(1, 3)).assign(0);
    return new MultiDataSet(
        new INDArray[] {pictures},
        Collections.nCopies(spec.stacks(), targets).toArray(INDArray[]::new),
        null,
        masked ? Collections.nCopies(spec.stacks(), mask).toArray(INDArray[]::new) : null);
  }
}
