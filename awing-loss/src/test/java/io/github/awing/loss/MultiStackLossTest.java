package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class MultiStackLossTest {

  private static final INDArray TARGET = Golden.array("target");
  private static final INDArray PREDICTION = Golden.array("prediction");

  @Test
  void isTheWeightedSumOverTheStacks() {
    MultiStackLoss stacks = new MultiStackLoss(HeatmapLoss.paper(), List.of(0.25, 3.0));
    MultiStackLoss.Evaluations evaluations =
        stacks.evaluate(TARGET, List.of(PREDICTION, PREDICTION));
    assertThat(evaluations.loss()).isCloseTo(3.25 * Golden.number("weighted_mean"), within(1e-11));
    INDArray gradient = Golden.array("weighted_grad");
    assertThat(evaluations.gradients().get(0).equalsWithEps(gradient.mul(0.25), 1e-14)).isTrue();
    assertThat(evaluations.gradients().get(1).equalsWithEps(gradient.mul(3), 1e-14)).isTrue();
  }

  @Test
  void masksAllStacks() {
    MultiStackLoss stacks = new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0, 1.0));
    INDArray nothing = Nd4j.zeros(DataType.DOUBLE, 2, 4);
    MultiStackLoss.Evaluations evaluations =
        stacks.evaluate(TARGET, List.of(PREDICTION, PREDICTION), nothing);
    assertThat(evaluations.loss()).isZero();
    assertThat(evaluations.gradients()).allMatch(gradient -> gradient.amaxNumber().intValue() == 0);
  }

  @Test
  void survivesJson() throws IOException {
    HeatmapLoss other =
        new HeatmapLoss.Builder(new SmoothL1(0.3))
            .reduction(Reduction.SUM)
            .layout(Layout.NHWC)
            .targetRange(TargetRange.CLAMP)
            .backend(LossBackend.ND4J)
            .build();
    ObjectMapper json = new ObjectMapper();
    for (HeatmapLoss loss : List.of(HeatmapLoss.paper(), other)) {
      MultiStackLoss stacks = new MultiStackLoss(loss, List.of(0.5, 2.0));
      String text = json.writeValueAsString(stacks);
      assertThat(json.readValue(text, MultiStackLoss.class)).isEqualTo(stacks);
      assertThat(text)
          .doesNotContain("io.github")
          .contains("\"engine\":\"%s\"".formatted(loss.backend()))
          .doesNotContain("backend");
    }
  }

  @Test
  void refusesInvalidParts() {
    HeatmapLoss none =
        new HeatmapLoss.Builder(new AdaptiveWing()).reduction(Reduction.NONE).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiStackLoss(none, List.of(1.0)))
        .withMessageContaining("mean or a sum");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiStackLoss(HeatmapLoss.paper(), List.of()))
        .withMessageContaining("stackWeights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0, 0.0)))
        .withMessageContaining("weight");
    MultiStackLoss two = new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0, 1.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.evaluate(TARGET, List.of(PREDICTION)))
        .withMessageContaining("there are 1");
  }
}
