package io.github.awing.train.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.train.RunLock;
import io.github.awing.train.Trained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole ablation of the smallest networks. */
@Tag("slow")
class AblateCommandTest {

  @TempDir private static Path folder;
  private static Path out;
  private static Trained first;

  @BeforeAll
  static void anAblation() throws IOException {
    new SyntheticFaces(3).writeWflw(folder.resolve("faces"), 10, 3, done -> {});
    Files.writeString(
        folder.resolve("small things.yaml"),
        """
        base: small
        data: faces
        set: {features: 16, depth: 1, input-size: 64, batch-size: 4, epochs: 1}
        seeds: [1, 2]
        learning-rates: [0.01, 0.0000000001]
        rows:
          awing: {}
          squared error: {loss: mse, weight-map: false}
          too fast: {learning-rate: 1.0e+30, schedule: constant}
        """);
    out = folder.resolve("out");
    first = ablate();
  }

  private static Trained ablate(String... more) {
    return Trained.run(
        Stream.concat(
                Stream.of(
                    "ablate",
                    folder.resolve("small things.yaml").toString(),
                    "--out",
                    out.toString()),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static List<List<String>> csv(String name) throws IOException {
    return Files.readAllLines(out.resolve(name)).stream()
        .skip(1)
        .map(line -> List.of(line.split(",", 8)))
        .toList();
  }

  private static JsonNode measured(String run) throws IOException {
    return new ObjectMapper().readTree(out.resolve("runs/" + run + "/measured.json").toFile());
  }

  @Test
  void comparesEveryRowWithEverySeed() throws IOException {
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(Files.readAllLines(out.resolve("results.csv")).get(0))
        .isEqualTo("row,seed,learningRate,nme,failureRate,auc,seconds,command");
    assertThat(csv("results.csv").stream().map(row -> row.get(0) + row.get(1)))
        .containsExactly(
            "awing1", "squared error1", "too fast1", "awing2", "squared error2", "too fast2");
    for (String run : List.of("awing-seed1", "squared-error-seed2")) {
      assertThat(out.resolve("runs/" + run + "/checkpoints/last.awing")).exists();
      double[] errors =
          StreamSupport.stream(measured(run).get("faces").spliterator(), false)
              .mapToDouble(face -> face.get("nme").asDouble())
              .toArray();
      assertThat(errors).hasSize(3);
      assertThat(measured(run).get("nme").asDouble())
          .isEqualTo(DoubleStream.of(errors).average().orElseThrow());
    }
  }

  @Test
  void marksARowThatDiverges() throws IOException {
    List<String> row = csv("results.csv").get(2);
    assertThat(row.subList(2, 6)).containsExactly("1.0E30", "Infinity", "1.0", "0.0");
    assertThat(out.resolve("table.md")).content().contains("| 2, 2 diverged | ∞ |");
    assertThat(out.resolve("report.html")).content().contains("diverged: the loss became");
  }

  @Test
  void choosesEachLosssLearningRateWithoutTestFaces() throws IOException {
    List<List<String>> trials = csv("learning-rates.csv");
    assertThat(trials.stream().map(row -> row.get(0)))
        .containsExactly("awing", "awing", "mse", "mse");
    for (int loss = 0; loss < 2; loss++) {
      String best =
          trials.subList(2 * loss, 2 * loss + 2).stream()
              .min(Comparator.comparingDouble(row -> Double.parseDouble(row.get(2))))
              .orElseThrow()
              .get(1);
      assertThat(csv("results.csv").get(loss).get(2)).isEqualTo(best);
    }
    JsonNode tried =
        new ObjectMapper().readTree(out.resolve("learning-rates/mse-0.01/measured.json").toFile());
    // Every fifth of ten pictures.
    assertThat(tried.get("faces")).hasSize(2);
  }

  @Test
  void anyTrainingCanBeRepeatedByItsCommand() throws IOException {
    List<String> row = csv("results.csv").get(1);
    String command = row.get(7);
    assertThat(command)
        .startsWith("java -jar awing-train/target/awing-train.jar train --out squared-error-seed1")
        .endsWith(" weight-map=false seed=1 learning-rate=" + row.get(2));
    List<String> words = List.of(command.split(" "));
    String[] arguments = words.subList(3, words.size()).toArray(String[]::new);
    arguments[2] = folder.resolve("repeated").toString();
    Trained repeated = Trained.run(arguments);
    assertThat(repeated.exitCode()).as(repeated.err()).isZero();
    JsonNode last =
        new ObjectMapper()
            .readTree(Files.readAllLines(folder.resolve("repeated/metrics.jsonl")).get(0));
    double nme = Double.parseDouble(row.get(3));
    assertThat(last.get("nme").asDouble()).isCloseTo(nme, withinPercentage(1));
  }

  @Test
  void leavesItsPicturesAndTables() {
    for (String name : List.of("nme-by-epoch.png", "ced.png", "ablation.yaml")) {
      assertThat(out.resolve(name)).isNotEmptyFile();
    }
    assertThat(out.resolve("table.md"))
        .content()
        .contains("NME % minus awing", " ± ")
        .containsPattern("\\| awing \\| (0\\.01|1\\.0E-10) \\| 2 \\| ");
    assertThat(out.resolve("report.html"))
        .content()
        .contains("Learning rates", "mse-0.01", "awing-seed1", "<figure");
  }

  @Test
  void goesOnAfterAKill() throws IOException {
    String figures = Files.readString(out.resolve("results.csv"));
    // As a kill leaves them: not measured; not begun; and nothing but a plan.
    Files.delete(out.resolve("runs/awing-seed2/measured.json"));
    delete(out.resolve("runs/squared-error-seed1"));
    Files.delete(out.resolve("runs/too-fast-seed2/measured.json"));
    Files.delete(out.resolve("runs/too-fast-seed2/command.json"));
    Trained again = ablate();
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err().lines().filter(line -> line.startsWith("training ")))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("training 6 of 10: squared-error-seed1; some ");
    assertThat(csv("results.csv").get(0))
        .isEqualTo(List.of(figures.lines().toList().get(1).split(",", 8)));
    assertThat(csv("results.csv")).hasSize(6);
    assertThat(ablate().err()).doesNotContain("training ");
  }

  @Test
  void allowsOneProgramAtATime() throws IOException {
    Path measured = out.resolve("runs/awing-seed1/measured.json");
    String figures = Files.readString(measured);
    Files.delete(measured);
    try (RunLock lock = RunLock.of(out)) {
      Trained second = ablate();
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.complaint())
          .contains(out + ": a training writes into this folder, process ");
      assertThat(measured).doesNotExist();
    }
    Files.writeString(measured, figures);
  }

  @Test
  void refusesAnotherAblationInItsFolder() throws IOException {
    Trained other = ablate("--set", "epochs=2");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.complaint()).contains("holds another ablation");

    Path faces = folder.resolve("faces");
    Trained none =
        Trained.run(
            "ablate",
            "paper",
            "--data",
            faces.resolve("WFLW_images").toString(),
            "--out",
            folder.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
