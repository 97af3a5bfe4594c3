package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightAverageTest {

  @Test
  void followsTheWeightsAndStandsInForThem() {
    INDArray weights = Nd4j.createFromArray(1f, -2f);
    WeightAverage average = new WeightAverage(weights, Optional.empty(), 0.75);
    weights.addi(4);
    average.update();
    // 0.75 · (1, −2) + 0.25 · (5, 2)
    assertThat(average.average().toFloatVector()).containsExactly(2f, -1f);
    weights.addi(1);
    average.update();
    // 0.75 · (2, −1) + 0.25 · (6, 3)
    assertThat(average.<INDArray>instead(weights::dup).toFloatVector()).containsExactly(3f, 0f);
    assertThat(weights.toFloatVector()).containsExactly(6f, 3f);
  }

  @Test
  void goesOnFromAnEarlierAverage() {
    INDArray weights = Nd4j.createFromArray(0f, 0f);
    WeightAverage average =
        new WeightAverage(weights, Optional.of(Nd4j.createFromArray(8f, 4f)), 0.5);
    average.update();
    assertThat(average.average().toFloatVector()).containsExactly(4f, 2f);
    assertThat(weights.toFloatVector()).containsExactly(0f, 0f);
  }
}
