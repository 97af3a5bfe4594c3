package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ISchedule;

/** The learning rates that plans ask for, of 10 steps an epoch. */
class StepScheduleTest {

  @Test
  void thePapersRateFallsToATenthAfter80And160Epochs() {
    ISchedule rates = TrainingPlan.read("wflw", Map.of()).learningRates(2400, 1);
    assertThat(rates.valueAt(0, 0)).isEqualTo(1e-4);
    assertThat(rates.valueAt(799, 0)).isEqualTo(1e-4);
    assertThat(rates.valueAt(800, 0)).isCloseTo(1e-5, within(1e-12));
    assertThat(rates.valueAt(1599, 0)).isCloseTo(1e-5, within(1e-12));
    assertThat(rates.valueAt(1600, 0)).isCloseTo(1e-6, within(1e-12));
  }

  @Test
  void aWarmUpRisesEvenly() {
    ISchedule rates =
        TrainingPlan.read("wflw", Map.of("warm-up", "1", "epochs", "100")).learningRates(900, 0.5);
    assertThat(rates.valueAt(0, 0)).isCloseTo(5e-5 / 10, within(1e-12));
    assertThat(rates.valueAt(4, 0)).isCloseTo(5e-5 / 2, within(1e-12));
    assertThat(rates.valueAt(9, 0)).isEqualTo(5e-5);
    assertThat(rates.valueAt(20, 0)).isEqualTo(5e-5);
  }
}
