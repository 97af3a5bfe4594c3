package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.schedule.ISchedule;

class TrainingPlanTest {

  static final Iterable<String> NAMES = TrainingPlan.NAMES;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void aPlanInAFile() throws IOException {
    file = Files.writeString(folder.resolve("plan.yaml"), small().toYaml());
  }

  private static TrainingPlan small() {
    return TrainingPlan.read("small", Map.of());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void shippedPlansAreReadAndWrittenAlike(String name) throws IOException {
    TrainingPlan plan = TrainingPlan.read(name, Map.of());
    Files.writeString(file, plan.toYaml());
    assertThat(TrainingPlan.read(file.toString(), Map.of())).isEqualTo(plan);
    assertThat(plan.alpha()).isEqualTo(2.1);
  }

  @Test
  void anyWordMayBeChanged() {
    TrainingPlan plan =
        TrainingPlan.read(
            file.toString(),
            Map.of("epochs", "3", "optimiser", "rmsprop", "boundary", "false", "alpha", "2.5"));
    assertThat(plan.epochs()).isEqualTo(3);
    assertThat(plan.optimiser()).isEqualTo(TrainingPlan.Optimiser.RMSPROP);
    assertThat(plan.alpha()).isEqualTo(2.5);
    assertThat(plan.network(98))
        .isEqualTo(new HourglassSpec(98, 1, 64, 4, 256, true, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 30 | epochs: 0 | epochs must be at least 1",
        "epochs: 30 | epochs: many | 'epochs'",
        "epochs: 30 | epochs: 2.5 | 'epochs'",
        "epochs: 30 | epochs: | epochs",
        "epochs: 30 | epoch: 30 | no 'epoch'; it has stacks",
        "sigma: 1.75 | | lacks 'sigma'",
        "features: 64 | features: 65 | multiple of 16",
        "input-size: 256 | input-size: 100 | inputSize must be a multiple of 64",
        "alpha: 2.1 | alpha: 1.5 | alpha must be",
        "optimiser: adam | optimiser: adamant | adam",
      })
  void aMistakeIsToldWithItsFileAndLine(String from, String to, String why) throws IOException {
    String yaml = Files.readString(file);
    assertThat(yaml).contains(from);
    Files.writeString(file, yaml.replace(from, to == null ? "" : to));
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageMatching("(?s)" + java.util.regex.Pattern.quote(file.toString()) + ":\\d+: .*")
        .hasMessageContaining(why);
  }

  @Test
  void aWordTwiceOrMissingOrNoYamlIsRefused() throws IOException {
    String yaml = Files.readString(file);
    for (String bad :
        new String[] {
          yaml + "epochs: 2\n", yaml.replace("sigma: 1.75\n", ""), "{[", "", "- a\n", "\u0000"
        }) {
      Files.writeString(file, bad);
      refused(file.toString(), Map.of());
    }
    Files.write(file, yaml.getBytes(StandardCharsets.UTF_16));
    refused(file.toString(), Map.of());
    // An alias bomb: each line refers to the one before ten times.
    StringBuilder bomb = new StringBuilder("a0: &a0 x\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%1$d [%s]\n".formatted(i, ("*a" + (i - 1) + ",").repeat(10)));
    }
    Files.writeString(file, bomb);
    refused(file.toString(), Map.of());
  }

  @Test
  void unknownChangesAndPlansAreToldWithTheKnownOnes() {
    assertThatThrownBy(() -> TrainingPlan.read("small", Map.of("epoch", "3")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'epoch'")
        .hasMessageContaining("epochs");
    assertThatThrownBy(() -> TrainingPlan.read("huge", Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("small, demo");
    refused("small", Map.of("epochs", "-1"));
    refused("small", Map.of("epochs", "[1"));
  }

  @Test
  void oneCycleGoesUpFromATenthAndDownToAThousandth() {
    ISchedule rates = small().learningRates(100, 1);
    double highest = small().learningRate();
    assertThat(rates.valueAt(0, 0)).isCloseTo(highest / 10, within(1e-12));
    assertThat(rates.valueAt(15, 0)).isCloseTo(highest * 0.55, within(1e-12));
    assertThat(rates.valueAt(30, 0)).isCloseTo(highest, within(1e-12));
    assertThat(rates.valueAt(100, 0)).isCloseTo(highest / 1000, within(1e-12));
    assertThat(rates.valueAt(500, 0)).isCloseTo(highest / 1000, within(1e-12));
  }

  private static void refused(String plan, Map<String, String> changes) {
    assertThatThrownBy(() -> TrainingPlan.read(plan, changes)).isInstanceOf(BadDataException.class);
  }
}
