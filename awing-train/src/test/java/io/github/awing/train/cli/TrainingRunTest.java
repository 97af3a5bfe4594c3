package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.model.Checkpoint;
import io.github.awing.train.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole trainings that succeed and fail. */
class TrainingRunTest {

  @TempDir private static Path folder;
  private static Path of98;
  private static Path of68;
  private static Path first;
  private static Trained firstRun;

  @BeforeAll
  static void aTraining() {
    of98 = folder.resolve("of98");
    of68 = folder.resolve("of68");
    new SyntheticFaces(3).writeWflw(of98, 8, 2, done -> {});
    Trained.run("synthesise", "--count", "6", "--scheme", "300w-68", "--out", of68.toString());
    first = folder.resolve("first");
    firstRun = Trained.train(of98, first, List.of());
  }

  private static Path last(Path run) {
    return run.resolve("checkpoints/last.awing");
  }

  @Test
  void measuresEveryEpochAndWritesAModelCard() throws IOException {
    assertThat(firstRun.exitCode()).as(firstRun.err()).isZero();
    assertThat(firstRun.err())
        .contains("early-stop: 0", "8 faces of wflw, wflw-98", "epoch 2/2: loss", "NME");
    for (String line : Files.readAllLines(first.resolve("metrics.jsonl"))) {
      JsonNode epoch = new ObjectMapper().readTree(line);
      assertThat(epoch.get("nme").asDouble()).isPositive();
      assertThat(epoch.get("auc").asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(first.resolve("checkpoints/best.awing")).exists();
    assertThat(first.resolve("model-card.md"))
        .content()
        .contains(
            "SHA-256", Checkpoint.load(last(first)).weightsSha256(), "seed: 1", "| last | 2 |");
    assertThat(first.resolve("training.png")).exists();
  }

  @Test
  void infoDescribesACheckpoint() throws IOException {
    Trained info = Trained.run("info", first.toString(), "--json");
    assertThat(info.exitCode()).isZero();
    JsonNode facts = new ObjectMapper().readTree(info.out());
    assertThat(facts.fieldNames())
        .toIterable()
        .containsExactly(
            "format",
            "scheme",
            "stacks",
            "landmarks",
            "parameters",
            "epoch",
            "step",
            "seed",
            "plan",
            "weightsSha256");
    assertThat(facts.get("landmarks").asInt()).isEqualTo(98);
    assertThat(facts.get("step").asInt()).isEqualTo(4);
    assertThat(facts.get("plan").get("batch-size").asInt()).isEqualTo(4);
    assertThat(Trained.run("info", last(first).toString()).out()).contains("scheme: wflw-98");
    assertThat(Trained.run("info", folder.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void measuresNothingWithoutValidationFaces() {
    Path run = folder.resolve("unmeasured");
    Trained trained = Trained.train(of98, run, List.of("--validation-split", "none"), "epochs=1");
    assertThat(trained.exitCode()).isZero();
    assertThat(run.resolve("checkpoints/best.awing")).doesNotExist();
    assertThat(run.resolve("model-card.md")).content().contains("no validation faces");

    Path pictures = of68.resolve("helen/trainset");
    Trained seen = Trained.train(pictures, folder.resolve("seen"), List.of(), "epochs=1");
    assertThat(seen.exitCode()).as(seen.err()).isZero();
    assertThat(seen.err()).contains("no validation");
    Trained given =
        Trained.train(
            pictures,
            folder.resolve("given"),
            List.of("--validation", of68.resolve("helen/testset").toString()),
            "epochs=1");
    assertThat(given.err()).contains("NME");
  }

  @Test
  void stopsEarlyWithoutABetterValidation() throws IOException {
    Path run = folder.resolve("early");
    // So small a step changes no figure: the first validation stays the best.
    Trained trained =
        Trained.train(of98, run, List.of(), "epochs=9", "early-stop=2", "learning-rate=1e-12");
    assertThat(trained.exitCode()).isZero();
    assertThat(Files.readAllLines(run.resolve("metrics.csv")).size()).isLessThan(10);
    assertThat(Trained.run("resume", run.toString()).err()).contains("this training is done");
  }

  @Test
  void recomputingActivationsTrainsTheSameWeights() {
    Path ordinary = folder.resolve("ordinary");
    Path recomputing = folder.resolve("recomputing");
    Trained.train(of98, ordinary, List.of(), "stacks=2");
    Trained trained =
        Trained.train(of98, recomputing, List.of("--recompute-activations"), "stacks=2");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(weights(recomputing).equalsWithEps(weights(ordinary), 1e-5)).isTrue();
    assertThat(recomputing.resolve("command.json")).content().contains("--recompute-activations");
    assertThat(Trained.run("resume", recomputing.toString()).exitCode()).isZero();
  }

  private static INDArray weights(Path run) {
    return Checkpoint.load(last(run)).network().graph().params();
  }

  @Test
  void otherLandmarksKeepAllButTheLastLayers() {
    Path run = folder.resolve("tuned");
    Trained trained =
        Trained.train(
            of68,
            run,
            List.of("--initial", last(first).toString()),
            "epochs=1",
            "learning-rate=1e-12");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("afresh: l0\n");
    Map<String, INDArray> before = Checkpoint.load(last(first)).network().graph().paramTable();
    Map<String, INDArray> after = Checkpoint.load(last(run)).network().graph().paramTable();
    assertThat(after.get("conv1.conv_W").equalsWithEps(before.get("conv1.conv_W"), 1e-6)).isTrue();
    assertThat(after.get("l0_W").size(0)).isEqualTo(69);

    Trained other =
        Trained.train(
            of98,
            folder.resolve("other"),
            List.of("--initial", last(first).toString()),
            "coord-conv=false");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.complaint()).contains("its network has coord-conv true");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void anExplodingLossEndsTheTraining() {
    Path run = folder.resolve("exploding");
    Trained trained =
        Trained.train(of98, run, List.of(), "learning-rate=1e30", "epochs=5", "schedule=constant");
    assertThat(trained.exitCode()).isEqualTo(1);
    assertThat(trained.complaint())
        .startsWith("error: the loss became")
        .contains("at step", "learning-rate");
    assertThat(Checkpoint.load(last(run)).step()).isZero();
  }

  /** The loss before the step was finite; only saving the network shows the infinite weights. */
  @Test
  void infiniteWeightsEndTheTraining() {
    Path run = folder.resolve("infinite");
    Trained trained =
        Trained.train(
            of98,
            run,
            List.of("--validation-split", "none"),
            "learning-rate=1e39",
            "schedule=constant",
            "batch-size=8",
            "epochs=1");
    assertThat(trained.exitCode()).isEqualTo(1);
    assertThat(trained.complaint()).startsWith("error: step 1 left ").contains("learning-rate");
    assertThat(Checkpoint.load(last(run)).step()).isZero();
  }

  @Test
  void rollsBackAndGoesOnWithSmallerSteps() {
    Trained trained =
        Trained.train(
            of98,
            folder.resolve("back"),
            List.of("--on-divergence", "rollback"),
            "learning-rate=1e30",
            "schedule=constant");
    // Half of too much is too much, five times over.
    assertThat(trained.exitCode()).isEqualTo(1);
    assertThat(trained.err().lines().filter(line -> line.startsWith("back to step 0")))
        .hasSize(5)
        .last()
        .asString()
        .contains("0.03125 of the learning rate");
  }

  @Test
  void refusesADeviceThatIsMissing() {
    Trained trained =
        Trained.train(of98, folder.resolve("cuda"), List.of("--device", "cuda"), "epochs=1");
    assertThat(trained.exitCode()).isEqualTo(2);
    assertThat(trained.complaint())
        .contains("--device cuda: this build has no CUDA", "./mvnw -Pgpu package");
    assertThat(folder.resolve("cuda")).doesNotExist();
    Trained several =
        Trained.train(of98, folder.resolve("several"), List.of("--devices", "2"), "accumulate=2");
    assertThat(several.exitCode()).isEqualTo(2);
    assertThat(several.complaint()).contains("accumulate must be 1 with several devices");
    Trained rounded =
        Trained.train(of98, folder.resolve("several"), List.of("--devices", "2", "--bfloat16"));
    assertThat(rounded.exitCode()).isEqualTo(2);
    assertThat(rounded.complaint())
        .contains("--precision bfloat16 cannot be had with several devices");
    Trained recomputing =
        Trained.train(
            of98, folder.resolve("several"), List.of("--devices", "2", "--recompute-activations"));
    assertThat(recomputing.exitCode()).isEqualTo(2);
    assertThat(recomputing.complaint()).contains("--recompute-activations needs devices 1");
    assertThat(folder.resolve("several")).doesNotExist();
  }

  /** Words stay words, even if a file of that name lies in the working folder. */
  @Test
  void keepsAbsoluteNamesOfFilesAlone() throws IOException {
    Path here = Path.of("test");
    Files.createDirectory(here);
    try {
      Path run = folder.resolve("words");
      Trained trained = Trained.train(of98, run, List.of("--validation-split", "test"), "epochs=1");
      assertThat(trained.exitCode()).as(trained.err()).isZero();
      assertThat(SavedCommand.read(run.resolve("command.json")).arguments())
          .containsExactly("--data", of98.toString(), "--validation-split", "test");
    } finally {
      Files.delete(here);
    }
  }

  @Test
  void refusesContradictoryOptions() {
    Path run = folder.resolve("undecided");
    Trained early = Trained.train(of98, run, List.of("--validation-split", "none"), "early-stop=2");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.complaint()).contains("early-stop").contains("validation");
    Trained both =
        Trained.train(of98, run, List.of("--hold-out", "4", "--validation-split", "test"));
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.complaint()).contains("--hold-out");
    assertThat(run).doesNotExist();
  }

  @Test
  void anOverwrittenRunLeavesNoReportOfTheOld() throws IOException {
    Path run = folder.resolve("overwritten");
    Files.createDirectories(run);
    Files.writeString(run.resolve("report.html"), "old");
    Files.writeString(run.resolve("model-card.md"), "old");
    Trained diverged =
        Trained.train(of98, run, List.of("--overwrite"), "learning-rate=1e30", "schedule=constant");
    assertThat(diverged.exitCode()).isEqualTo(1);
    assertThat(run.resolve("report.html")).doesNotExist();
    assertThat(run.resolve("model-card.md")).doesNotExist();
  }

  @Test
  void resumesRunFoldersAlone() throws IOException {
    assertThat(Trained.run("resume", of98.toString()).complaint()).contains("is no run folder");
    Path run = Files.createDirectories(folder.resolve("tampered"));
    Files.copy(first.resolve("plan.yaml"), run.resolve("plan.yaml"));
    Files.writeString(
        run.resolve("command.json"), "{\"arguments\": [\"--data\", \"x\", \"--no-such\"]}");
    Trained tampered = Trained.run("resume", run.toString());
    assertThat(tampered.exitCode()).isEqualTo(2);
    assertThat(tampered.complaint()).contains("command.json", "--no-such");
    Files.writeString(run.resolve("command.json"), "[]");
    assertThat(Trained.run("resume", run.toString()).complaint())
        .contains("does not hold the arguments");
  }
}
