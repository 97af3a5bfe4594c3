package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  @Test
  void augmentsAsItsWordsSay() {
    assertThat(TrainingPlan.read("wflw", Map.of()).augmentation()).isEqualTo(Augmentation.PAPER);
    assertThat(TrainingPlan.read("wflw", Map.of("rotation", "10", "jpeg", "1")).augmentation())
        .isEqualTo(new Augmentation(10, 0.15, 15, 0.5, 0.25, 0.2, 0.2, 0.3, 1));
    assertThat(TrainingPlan.read("wflw", Map.of("augment", "false")).augmentation())
        .isEqualTo(Augmentation.NONE);
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
        "loss: awing | loss: wings | smooth-l1",
        "stack-weights: [] | stack-weights: [1, 1] | one for each of the 1 stacks",
        "stack-weights: [] | stack-weights: [-1] | stack-weights must be above 0",
        "milestones: [] | milestones: [3] | milestones must be given with the schedule steps",
        "schedule: one-cycle | schedule: steps | milestones must be given with the schedule steps",
        "warm-up: 0 | warm-up: 2 | warm-up must be 0 with the schedule one-cycle",
        "warm-up: 0 | warm-up: 30 | warm-up must be from 0 to fewer than the epochs",
        "weight-average: 0.0 | weight-average: 1 | weight-average must be in 0 to below 1",
        "gradient-clip: 0.0 | gradient-clip: -1 | gradient-clip must be 0 or more",
        "accumulate: 1 | accumulate: 0 | accumulate must be at least 1",
        "crop-enlargement: 1.25 | crop-enlargement: 125 | a factor from 1 to 10.0, 1.25 for",
        "weight-average: 0.0 | weight-average: 99.9 | weight-average must be in 0 to below 1",
        "shift: 8.0 | shift: -1 | shift must be in 0 to 256 pixels",
        "flip: 0.0 | flip: 50 | flip must be in 0 to 1",
      })
  void namesFileAndLineOfAMistake(String from, String to, String why) throws IOException {
    String yaml = Files.readString(file);
    assertThat(yaml).contains(from);
    Files.writeString(file, yaml.replace(from + "\n", to == null ? "" : to + "\n"));
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageMatching("(?s)" + java.util.regex.Pattern.quote(file.toString()) + ":\\d+: .*")
        .hasMessageContaining(why);
  }

  @Test
  void namesTheLineOfAValueOutOfRange() throws IOException {
    List<String> lines = Files.readAllLines(file);
    int line = lines.indexOf("warm-up: 0");
    lines.set(line, "warm-up: -3");
    Files.write(file, lines);
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .hasMessageStartingWith(file + ":" + (line + 1) + ": warm-up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs        | ''        | 'epochs' must be a whole number, up to 2147483647, but is empty",
        "epochs        | many      | 'epochs' must be a whole number, up to 2147483647, but is 'many'",
        "epochs        | 1.5       | 'epochs' must be a whole number, up to 2147483647, but is '1.5'",
        "epochs        | 3000000000 | 'epochs' must be a whole number, up to 2147483647, but is '3000000000'",
        "epochs        | 'null'    | 'epochs' must be a whole number, up to 2147483647, but is empty",
        "epochs        | '{a: 1}'  | 'epochs' must be a whole number, up to 2147483647, but is '{\"a\":1}'",
        "epochs        | '[1'      | 'epochs' must be a whole number, up to 2147483647, but is '[1'",
        "seed          | 99999999999999999999 | 'seed' must be a whole number, up to 9223372036854775807, but is '99999999999999999999'",
        "loss          | foo       | 'loss' must be one of awing, mse, l1, smooth-l1, wing, but is 'foo'",
        "loss          | ''        | 'loss' must be one of awing, mse, l1, smooth-l1, wing, but is empty",
        "loss          | '~'       | 'loss' must be one of awing, mse, l1, smooth-l1, wing, but is empty",
        "schedule      | 'null'    | 'schedule' must be one of constant, steps, one-cycle, but is empty",
        "milestones    | '~'       | 'milestones' must be a list of whole numbers, as [10, 20], but is empty",
        "milestones    | '[1, ~]'  | 'milestones' must be a list of whole numbers, as [10, 20], but is '[1,null]'",
        "milestones    | '[\"\"]'   | 'milestones' must be a list of whole numbers, as [10, 20], but is '[\"\"]'",
        "stack-weights | '[1, \" \"]' | 'stack-weights' must be a list of numbers, as [1, 0.5], but is '[1,\" \"]'",
        "stack-weights | '[~]'     | 'stack-weights' must be a list of numbers, as [1, 0.5], but is '[null]'",
        "optimiser     | SGD       | 'optimiser' must be one of adam, rmsprop, but is 'SGD'",
        "schedule      | step      | 'schedule' must be one of constant, steps, one-cycle, but is 'step'",
        "learning-rate | '1,5'     | 'learning-rate' must be a number (with a dot, not a comma), but is '1,5'",
        "learning-rate | .inf      | 'learning-rate' must be a number (with a dot, not a comma), but is '.inf'",
        "boundary      | perhaps   | 'boundary' must be true or false, but is 'perhaps'",
        "milestones    | '[1, x]'  | 'milestones' must be a list of whole numbers, as [10, 20], but is '[1,\"x\"]'",
        "stack-weights | 1         | 'stack-weights' must be a list of numbers, as [1, 0.5], but is '1'"
      })
  void namesAValueOfTheWrongKind(String word, String value, String complaint) throws IOException {
    assertThatThrownBy(() -> TrainingPlan.read("demo", Map.of(word, value)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("demo: " + complaint);

    if (value.equals("[1") || value.equals(".inf")) {
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    int at =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith(word + ":"))
            .findFirst()
            .orElseThrow();
    lines.set(at, word + ": " + value);
    Files.write(file, lines);
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageEndingWith(": " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | a plan is empty",
        "foo           | a plan has lines of a word, a colon and a value, as 'seed: 1'; this file has not",
        "'epochs: ['   | is no YAML: expected the node content, but found '<stream end>'",
        "'epochs: 1~epochs: 2' | is no YAML: Duplicate field 'epochs'",
      })
  void namesTextThatIsNoPlan(String yaml, String complaint) throws IOException {
    Files.writeString(file, yaml.replace('~', '\n'));
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageContaining(complaint);
    Files.write(file, new byte[] {(byte) 0xff, 'a', (byte) 0xc3});
    assertThatThrownBy(() -> TrainingPlan.read(file.toString(), Map.of()))
        .hasMessage(file + ": is not UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource({"awing, AdaptiveWing", "mse, Mean", "l1, Mean", "smooth-l1, SmoothL1", "wing, Wing"})
  void makesAnObjectiveOfEveryLoss(String word, String type) {
    TrainingPlan plan = TrainingPlan.read("small", Map.of("loss", word));
    assertThat(plan.objective(10).loss().loss().pixelLoss().getClass().getSimpleName())
        .startsWith(type);
  }

  @Test
  void theStacksMayWeighDifferently() {
    TrainingPlan plan = TrainingPlan.read("wflw", Map.of("stack-weights", "[0.125, 0.25, 0.5, 1]"));
    assertThat(plan.objective(10).loss().stackWeights()).containsExactly(0.125, 0.25, 0.5, 1.0);
    assertThat(plan.batchSize()).isEqualTo(8);
    assertThat(plan.weightDecay()).isEqualTo(1e-5);
    assertThat(plan.network(98))
        .isEqualTo(new HourglassSpec(98, 4, 256, 4, 256, true, true, false));
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
  void namesTheKnownWordsAndPlansBesideAnUnknownOne() {
    assertThatThrownBy(() -> TrainingPlan.read("small", Map.of("epoch", "3")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'epoch'")
        .hasMessageContaining("epochs");
    assertThatThrownBy(() -> TrainingPlan.read("huge", Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("aflw, small, demo");
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
