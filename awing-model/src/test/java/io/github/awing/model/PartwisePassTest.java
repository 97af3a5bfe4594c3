package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.RmsProp;

/** A step that keeps its activations, and one that recomputes them, beside Deeplearning4j's own. */
class PartwisePassTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void gradientsScoresAndRunningStatisticsAreThoseOfTheOrdinaryStep(int stacks) {
    HourglassSpec spec = spec(stacks, false);
    assertThatStepsAreTheSame(spec, faces(spec, false));
  }

  @Test
  void alsoWithMasks() {
    HourglassSpec spec = spec(2, false);
    assertThatStepsAreTheSame(spec, faces(spec, true));
  }

  @Test
  void alsoWithHeatmapsThatEndInReLU() {
    HourglassSpec spec = spec(2, true);
    assertThatStepsAreTheSame(spec, faces(spec, false));
  }

  private static void assertThatStepsAreTheSame(HourglassSpec spec, MultiDataSet faces) {
    ComputationGraph ordinary = deeplearning4js(spec);
    List<ComputationGraph> ours =
        List.of(network(spec, false).graph(), network(spec, true).graph());
    for (int step = 0; step < 2; step++) {
      Map<String, float[]> expected = gradients(ordinary, faces);
      for (ComputationGraph graph : ours) {
        Map<String, float[]> found = gradients(graph, faces);
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        found.forEach(
            (name, gradient) -> assertThat(gradient).as(name).containsExactly(expected.get(name)));
        assertThat(graph.score()).isEqualTo(ordinary.score());
        for (int stack = 0; stack < spec.stacks(); stack++) {
          assertThat(graph.getOutputLayer(stack).score())
              .isEqualTo(ordinary.getOutputLayer(stack).score());
        }
      }
      ordinary.fit(faces);
      for (ComputationGraph graph : ours) {
        graph.fit(faces);
        assertThat(numbers(graph.params())).containsExactly(numbers(ordinary.params()));
        assertThat(graph.getIterationCount()).isEqualTo(ordinary.getIterationCount());
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsToTheBit() {
    HourglassSpec spec = spec(2, false);
    assertThat(numbers(trained(spec).params())).containsExactly(numbers(trained(spec).params()));
  }

  private static ComputationGraph trained(HourglassSpec spec) {
    ComputationGraph graph = network(spec, true).graph();
    for (int step = 0; step < 2; step++) {
      graph.fit(faces(spec, false));
    }
    return graph;
  }

  /** The last batch of an epoch is smaller, and an evaluation may come between two steps. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchesOfAnySizeFollowOneAnother(boolean recompute) {
    HourglassSpec spec = spec(2, false);
    ComputationGraph ordinary = deeplearning4js(spec);
    ComputationGraph ours = network(spec, recompute).graph();
    for (int size : new int[] {2, 1, 4, 3}) {
      MultiDataSet faces = faces(spec, size, false);
      ordinary.fit(faces);
      ours.fit(faces);
      assertThat(numbers(ours.output(faces.getFeatures(0))[1]))
          .containsExactly(numbers(ordinary.output(faces.getFeatures(0))[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStepThatFailsLeavesNothingForTheNext(boolean recompute) {
    HourglassSpec spec = spec(2, false);
    MultiDataSet faces = faces(spec, false);
    ComputationGraph graph = network(spec, recompute).graph();
    MultiDataSet wrong =
        new MultiDataSet(
            faces.getFeatures(),
            new INDArray[] {Nd4j.zeros(DataType.FLOAT, 4, 8, 8, 5), faces.getLabels(1)});
    assertThatThrownBy(() -> graph.fit(wrong)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Nd4j.getMemoryManager().getCurrentWorkspace()).isNull();
    graph.fit(faces);
    ComputationGraph ordinary = deeplearning4js(spec);
    ordinary.fit(faces);
    assertThat(numbers(graph.params())).containsExactly(numbers(ordinary.params()));
  }

  @Test
  void listenersAreToldOfWhatIsKeptAndOfTheGradients() {
    HourglassSpec spec = spec(2, false);
    ComputationGraph graph = network(spec, true).graph();
    List<String> told = new ArrayList<>();
    graph.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onForwardPass(Model model, Map<String, INDArray> activations) {
            told.add("forward");
            assertThat(activations.keySet()).containsExactlyInAnyOrder("conv4", "trunk1", "l0");
          }

          @Override
          public void onBackwardPass(Model model) {
            told.add("backward");
          }

          @Override
          public void onGradientCalculation(Model model) {
            told.add("gradient");
          }

          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            told.add("done " + iteration);
          }
        });
    graph.fit(faces(spec, false));
    assertThat(told).containsExactly("forward", "backward", "gradient", "done 0");
  }

  private static HourglassSpec spec(int stacks, boolean endRelu) {
    return new HourglassSpec(5, stacks, 16, 1, 64, true, true, endRelu);
  }

  private static HourglassNetwork network(HourglassSpec spec, boolean recompute) {
    MultiStackLoss loss =
        new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(spec.stacks(), 0.5));
    HourglassNetwork network =
        HourglassNetwork.create(spec, new TrainingObjective(loss, new RmsProp(1e-4), 1e-5), 7);
    if (recompute) {
      network.recomputeActivations();
    }
    return network;
  }

  /** The same network as Deeplearning4j would train it. */
  private static ComputationGraph deeplearning4js(HourglassSpec spec) {
    ComputationGraph same = network(spec, false).graph();
    ComputationGraph graph = new ComputationGraph(same.getConfiguration().clone());
    graph.init(same.params(), true);
    return graph;
  }

  /** Copies, by name, in their order. */
  private static Map<String, float[]> gradients(ComputationGraph graph, MultiDataSet faces) {
    graph.setInputs(faces.getFeatures());
    graph.setLabels(faces.getLabels());
    graph.setLayerMaskArrays(null, faces.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    Map<String, float[]> copies = new LinkedHashMap<>();
    graph
        .gradient()
        .gradientForVariable()
        .forEach((name, gradient) -> copies.put(name, numbers(gradient)));
    return copies;
  }

  /** Arrays are equal for ND4J if they differ by 1e-5. */
  private static float[] numbers(INDArray array) {
    return array.ravel().toFloatVector();
  }

  private static MultiDataSet faces(HourglassSpec spec, boolean masked) {
    return faces(spec, 4, masked);
  }

  private static MultiDataSet faces(HourglassSpec spec, int count, boolean masked) {
    Nd4j.getRandom().setSeed(13);
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
