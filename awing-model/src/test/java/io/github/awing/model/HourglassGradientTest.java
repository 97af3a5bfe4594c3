package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.program.Device;
import io.github.awing.program.cpu.Devices;
import io.github.awing.program.nd4j.Nd4jDevice;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Compares the gradient of every tensor of a small network with finite differences of its score.
 */
class HourglassGradientTest {

  private HourglassNetwork network;
  private ComputationGraph graph;
  private MultiDataSet data;

  @BeforeEach
  void aSmallNetworkAndItsData() {
    Nd4j.getRandom().setSeed(3);
    // Without the boundary, whose threshold makes the score jump.
    HourglassSpec spec = new HourglassSpec(4, 2, 16, 1, 64, true, false, false);
    network =
        HourglassNetwork.create(
            spec,
            new TrainingObjective(
                new MultiStackLoss(HeatmapLoss.paper(), List.of(0.5, 1.0)), new NoOp(), 0),
            11);
    graph = network.graph();
    INDArray targets = Nd4j.rand(DataType.FLOAT, 4, 16, 16, 4);
    data =
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, 4, 3, 64, 64)},
            new INDArray[] {targets, targets});
  }

  @Test
  @Tag("slow")
  void agreesWithFiniteDifferences() {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.computeGradientAndScore();
    assertThat(graph.score()).isCloseTo(graph.score(data, true), within(1e-4));
    agrees(graph.getFlattenedGradients(), 5e-3);
  }

  @Test
  @Tag("slow")
  void gradientsOfTheProgramAgreeToo() {
    agrees(programsGradient(Devices.ofNd4j()), 5e-3);
  }

  @Test
  @Tag("slow")
  void nd4jsOperationsDoToo() {
    agrees(programsGradient(new Nd4jDevice()), 2e-2);
  }

  private INDArray programsGradient(Device device) {
    INDArray before = graph.params().dup();
    try (TrainingProgram program =
        new TrainingProgram(network, new TrainingProgram.Options(0, false), device)) {
      program.step(data);
    }
    graph.params().assign(before);
    return graph.getFlattenedGradients();
  }

  private void agrees(INDArray gradients, double noise) {
    for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
      String name = entry.getKey();
      if (name.endsWith("_mean") || name.endsWith("_var")) {
        continue;
      }
      INDArray parameter = entry.getValue();
      // Gradients have the order of the parameters.
      long from = parameter.offset() - graph.params().offset();
      INDArray gradient =
          gradients
              .reshape(gradients.length())
              .get(NDArrayIndex.interval(from, from + parameter.length()))
              .dup('c')
              .reshape('c', parameter.shape());
      // Along its own gradient the score changes most, so rounding has the least effect.
      double expected = gradient.norm2Number().doubleValue();
      if (expected < 1e-3) {
        // A bias before a batch normalisation has no effect, as the mean is subtracted.
        assertThat(name).matches(".*conv.*_b|[ab]l\\d_b|bn1_gamma");
        continue;
      }
      // Large enough for the score's digits, small enough to avoid curvature.
      double step = Math.min(3e-4, 0.02 / expected);
      double found = slope(parameter, gradient.div(expected), step);
      assertThat(found).as(name).isCloseTo(expected, within(0.05 * expected + noise));
    }
  }

  /** The derivative of the score along a direction of length 1. */
  private double slope(INDArray parameter, INDArray direction, double step) {
    INDArray original = parameter.dup('c');
    parameter.assign(original.add(direction.mul(step)));
    double after = graph.score(data, true);
    parameter.assign(original.sub(direction.mul(step)));
    double before = graph.score(data, true);
    parameter.assign(original);
    return (after - before) / (2 * step);
  }
}
