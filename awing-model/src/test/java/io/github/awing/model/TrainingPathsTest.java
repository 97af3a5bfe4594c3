package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.ConvolutionPrecision;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * The same training by our own code over native memory and by ND4J's operations, and twice by the
 * same.
 */
class TrainingPathsTest {

  private static final HourglassSpec SPEC = new HourglassSpec(5, 2, 16, 2, 64, true, true, false);

  @AfterEach
  void nativeAgain() {
    System.clearProperty(NativeFloats.SWITCH);
  }

  @Test
  void theSameSeedGivesTheSameWeightsToTheBit() {
    // Arrays are equal for ND4J if they differ by 1e-5.
    assertThat(trained(3).params().toFloatVector())
        .containsExactly(trained(3).params().toFloatVector());
  }

  @Test
  void nd4jsOperationsGiveTheSameGradients() {
    ComputationGraph ours = network();
    gradient(ours);
    System.setProperty(NativeFloats.SWITCH, "false");
    ComputationGraph theirs = network();
    gradient(theirs);

    assertThat(ours.score()).isCloseTo(theirs.score(), within(1e-4 * theirs.score()));
    assertThat(distance(ours.output(pictures())[1], theirs.output(pictures())[1])).isLessThan(1e-4);
    // Rounding decides at a ReLU here and there, and then a gradient jumps: it does as far if the
    // pictures change by a hundred thousandth. Kernel by kernel they agree to the last digits.
    for (String name : theirs.paramTable().keySet()) {
      INDArray expected = theirs.gradient().getGradientFor(name);
      if (expected.norm2Number().doubleValue() > 1e-3) {
        assertThat(distance(ours.gradient().getGradientFor(name), expected))
            .as(name)
            .isLessThan(0.03);
      }
    }
  }

  @Test
  void bfloat16LearnsTheSame() {
    assumeThat(ConvolutionPrecision.BFLOAT16.isSupported()).isTrue();
    ComputationGraph exact = network();
    ComputationGraph rounded = network();
    INDArray before = exact.output(pictures())[1];
    ConvolutionPrecision.BFLOAT16.useIn(rounded);
    // Rounded, and no more than that.
    assertThat(distance(rounded.output(pictures())[1], before)).isBetween(1e-5, 0.03);

    for (int step = 0; step < 10; step++) {
      exact.fit(faces());
      rounded.fit(faces());
    }
    assertThat(rounded.score()).isCloseTo(exact.score(), within(0.02 * exact.score()));

    ConvolutionPrecision.FLOAT32.useIn(rounded);
    rounded.setParams(network().params());
    assertThat(rounded.output(pictures())[1]).isEqualTo(before);
  }

  /** Relative to the length of what was expected. */
  private static double distance(INDArray found, INDArray expected) {
    return found.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }

  private static ComputationGraph network() {
    MultiStackLoss loss = new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0, 1.0));
    return HourglassNetwork.create(SPEC, new TrainingObjective(loss, new RmsProp(1e-4), 1e-5), 7)
        .graph();
  }

  private static ComputationGraph trained(int steps) {
    ComputationGraph graph = network();
    for (int step = 0; step < steps; step++) {
      graph.fit(faces());
    }
    return graph;
  }

  private static void gradient(ComputationGraph graph) {
    graph.setInputs(pictures());
    graph.setLabels(faces().getLabels());
    graph.computeGradientAndScore();
  }

  private static INDArray pictures() {
    Nd4j.getRandom().setSeed(13);
    return Nd4j.rand(DataType.FLOAT, 4, 3, 64, 64);
  }

  private static MultiDataSet faces() {
    INDArray pictures = pictures();
    INDArray targets = Nd4j.rand(DataType.FLOAT, 4, 16, 16, SPEC.channels());
    return new MultiDataSet(new INDArray[] {pictures}, new INDArray[] {targets, targets});
  }
}
