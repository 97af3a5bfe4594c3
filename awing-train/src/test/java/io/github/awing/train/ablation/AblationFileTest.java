package io.github.awing.train.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.BadDataException;
import io.github.awing.train.TrainingPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AblationFileTest {

  private static final String GOOD =
      """
      base: small
      data: helen
      test: lfpw
      options: {cache-megabytes: 100, strict: true}
      set: {epochs: 10}
      seeds: [1, 2]
      learning-rates: [0.001, 0.0001]
      rows:
        awing: {}
        all at once:
          loss: mse
          weight-map: false
      """;

  @TempDir private Path folder;

  private AblationPlan read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("ablation.yaml"), yaml);
    return AblationFile.read(file.toString(), null, null, Map.of());
  }

  @Test
  void isReadAndWrittenAlike() throws IOException {
    AblationPlan plan = read(GOOD);
    assertThat(plan.rows().keySet()).containsExactly("awing", "all at once");
    assertThat(plan.data()).isEqualTo(folder.resolve("helen").toString());
    assertThat(read(AblationFile.write(plan))).isEqualTo(plan);
    assertThat(Ablation.options(plan)).containsExactly("--cache-megabytes", "100", "--strict");
  }

  @Test
  void expandsToTrainings() throws IOException {
    Ablation ablation = new Ablation(read(GOOD), folder);
    assertThat(ablation.trials().stream().map(AblationRun::name))
        .containsExactly("awing-0.0001", "awing-0.001", "mse-0.0001", "mse-0.001");
    assertThat(ablation.trials()).allMatch(trial -> trial.plan().seed() == 0);
    List<AblationRun> runs = ablation.runs(new HashMap<>(Map.of("awing", 0.001, "mse", 0.0001)));
    assertThat(runs.stream().map(AblationRun::name))
        .containsExactly("awing-seed1", "all-at-once-seed1", "awing-seed2", "all-at-once-seed2");
    AblationRun run = runs.get(3);
    assertThat(run.plan())
        .isEqualTo(
            TrainingPlan.read(
                "small",
                Map.of(
                    "epochs",
                    "10",
                    "loss",
                    "mse",
                    "weight-map",
                    "false",
                    "seed",
                    "2",
                    "learning-rate",
                    "0.0001")));
    assertThat(run.command())
        .isEqualTo(
            "java -jar awing-train/target/awing-train.jar train --out all-at-once-seed2 --plan small"
                + " --data "
                + folder.resolve("helen")
                + " --cache-megabytes 100 --strict --validation "
                + folder.resolve("lfpw")
                + " --set epochs=10 loss=mse weight-map=false seed=2 learning-rate=0.0001");
  }

  @Test
  void thePapersHasAllOfItsAxes() {
    AblationPlan plan = AblationFile.read("paper", Path.of("a"), Path.of("b"), Map.of());
    assertThat(plan.seeds()).hasSize(3);
    List<TrainingPlan> plans =
        new Ablation(plan, folder)
                .runs(Map.of("awing", 1.0, "mse", 1.0, "l1", 1.0, "smooth-l1", 1.0, "wing", 1.0))
                .stream()
                .map(AblationRun::plan)
                .filter(its -> its.seed() == 1)
                .toList();
    assertThat(plans.stream().map(TrainingPlan::loss)).contains(TrainingPlan.Loss.values());
    assertThat(plans).anyMatch(its -> !its.weightMap() && its.boundary() && its.coordConv());
    assertThat(plans).anyMatch(its -> its.weightMap() && !its.boundary() && its.coordConv());
    assertThat(plans).anyMatch(its -> its.weightMap() && its.boundary() && !its.coordConv());
    assertThat(plans).anyMatch(its -> !its.weightMap() && !its.boundary() && !its.coordConv());
  }

  @Test
  void theCommandLineReplacesTheFaces() throws IOException {
    Path file = Files.writeString(folder.resolve("ablation.yaml"), GOOD);
    AblationPlan plan =
        AblationFile.read(file.toString(), folder.resolve("wflw"), null, Map.of("epochs", "3"));
    assertThat(plan.data()).isEqualTo(folder.resolve("wflw").toString());
    assertThat(plan.test()).as("that of other faces").isNull();
    assertThat(new Ablation(plan, folder).trials().get(0).plan().epochs()).isEqualTo(3);
    assertThatThrownBy(() -> AblationFile.read("paper", null, null, Map.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("give --data");
    assertThatThrownBy(() -> AblationFile.read("papper", null, null, Map.of()))
        .hasMessageContaining("one of paper");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base: small | base: smal | 1 | no such plan",
        "seeds: [1, 2] | seed: [1, 2] | 6 | no 'seed'; it has base",
        "seeds: [1, 2] | seeds: [0, 2] | 6 | above 0",
        "seeds: [1, 2] | seeds: [2, 2] | 6 | differ",
        "seeds: [1, 2] | seeds: [] | 6 | some whole numbers",
        "seeds: [1, 2] | seeds: [1, ~] | 6 | above 0",
        "seeds: [1, 2] | seeds: many | 6 | 'seeds'",
        "[0.001, 0.0001] | [0.001, -1] | 7 | above 0",
        "{epochs: 10} | {epoch: 10} | 5 | no 'epoch'",
        "{epochs: 10} | {epochs: 0} | 5 | epochs must be at least 1",
        "{epochs: 10} | {seed: 10} | 5 | say seeds instead",
        "{epochs: 10} | {early-stop: 2} | 5 | choose by the test faces",
        "cache-megabytes: 100 | cash: 100 | 4 | --cash",
        "cache-megabytes: 100 | cache-megabytes: much | 4 | --cache-megabytes",
        "cache-megabytes: 100 | hold-out: 2 | 4 | the ablation itself decides",
        "awing: {} | awing: {loss: wings} | 9 | smooth-l1",
        "awing: {} | awing: [] | 9 | 'rows'",
        "awing: {} | all-at-once: {} | 8 | different folders",
        "awing: {} | ../awing: {} | 8 | letters",
        "awing: {} | all at once: {} | 10 | uplicate",
        "loss: mse | los: mse | 10 | no 'los'",
      })
  void namesFileAndLineOfAMistake(String from, String to, int line, String why) throws IOException {
    assertThat(GOOD).contains(from);
    assertThatThrownBy(() -> read(GOOD.replace(from, to)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(folder.resolve("ablation.yaml") + ":" + line + ": ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"''", "~", "[]", "rows", "'{', '\"'", "'base: small'"})
  void refusesTextThatIsNoPlan(String yaml) {
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(BadDataException.class);
  }

  @Test
  void refusesBytesAndHalfAFile() throws IOException {
    Path file =
        Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xC3, 0, 1, (byte) 255});
    assertThatThrownBy(() -> AblationFile.read(file.toString(), null, null, Map.of()))
        .isInstanceOf(BadDataException.class);
    byte[] whole = GOOD.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < GOOD.indexOf("  awing"); length++) {
      String half = new String(whole, 0, length, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> read(half)).isInstanceOf(BadDataException.class);
    }
  }
}
