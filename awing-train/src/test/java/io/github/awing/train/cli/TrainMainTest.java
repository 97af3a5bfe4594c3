package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.EvalMain;
import io.github.awing.model.Checkpoint;
import io.github.awing.train.TrainMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the program, as a user gives them. */
class TrainMainTest {

  @TempDir private static Path folder;
  private static Path faces;

  @BeforeAll
  static void drawnFaces() {
    faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 8, 2, done -> {});
  }

  @Test
  void aTrainingLeavesItsRunFolder() throws IOException {
    Path run = folder.resolve("run");
    assertThat(train(run, "epochs=2")).isZero();
    assertThat(run.resolve("plan.yaml")).content().contains("epochs: 2", "features: 16");
    assertThat(Files.readAllLines(run.resolve("metrics.csv")))
        .hasSize(3)
        .first()
        .isEqualTo(
            "epoch,step,loss,learningRate,samplesPerSecond,seconds,dataWaitSeconds,nme,failureRate,auc");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("{\"epoch\":2,\"step\":4,");
    assertThat(run.resolve("report.html")).content().contains("data:image/png;base64");
    Checkpoint checkpoint = Checkpoint.load(run.resolve("checkpoints/last.awing"));
    assertThat(checkpoint.epoch()).isEqualTo(2);
    assertThat(checkpoint.scheme()).isEqualTo("wflw-98");
    assertThat(checkpoint.plan()).contains("epochs: 2");

    assertThat(train(run)).as("a folder that holds something").isEqualTo(2);
    assertThat(
            EvalMain.run(
                "evaluate",
                "--checkpoint",
                run.resolve("checkpoints/last.awing").toString(),
                "--data",
                faces.toString(),
                "--out",
                folder.resolve("evaluation").toString()))
        .isZero();
    assertThat(folder.resolve("evaluation/metrics.json")).content().contains("\"count\" : 2");
  }

  @Test
  void aTrainingWithoutOnePictureEndsAtOnce() throws IOException {
    Path missing = folder.resolve("missing");
    new SyntheticFaces(3).writeWflw(missing, 4, 1, done -> {});
    delete(missing, picture -> true);
    String said =
        saidBy(
            () ->
                assertThat(train(missing, folder.resolve("missing-run"), "epochs=3")).isEqualTo(2));
    assertThat(said.lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .startsWith("error: none of the pictures to learn from can be read; the first: ");
    assertThat(folder.resolve("missing-run")).doesNotExist();
  }

  @Test
  void aTrainingWithoutOnePictureToMeasureByEndsAtOnce() throws IOException {
    Path unmeasured = folder.resolve("unmeasured");
    new SyntheticFaces(3).writeWflw(unmeasured, 4, 2, done -> {});
    List<AnnotatedFace> test = DataSetFormat.WFLW.read(unmeasured, Split.TEST).faces();
    for (AnnotatedFace face : test) {
      Files.writeString(Path.of(face.picture().toString()), "no picture");
    }
    String said =
        saidBy(() -> assertThat(train(unmeasured, folder.resolve("unmeasured-run"))).isEqualTo(2));
    assertThat(said.lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .startsWith(
            "error: none of the pictures to measure by can be read; the first: "
                + test.get(0).picture());
    assertThat(folder.resolve("unmeasured-run")).doesNotExist();
  }

  /** The figures are of fewer faces then: each is named once, and all again at the end. */
  @Test
  void aPictureSkippedInTheValidationIsNamed() throws IOException {
    Path some = folder.resolve("some-test");
    new SyntheticFaces(3).writeWflw(some, 4, 3, done -> {});
    String missing = DataSetFormat.WFLW.read(some, Split.TEST).faces().get(1).picture().toString();
    Files.delete(Path.of(missing));
    String said =
        saidBy(() -> assertThat(train(some, folder.resolve("test-run"), "epochs=2")).isZero());
    assertThat(said.lines().filter(line -> line.startsWith("skipped in the validation: ")))
        .singleElement()
        .asString()
        .contains(missing);
    assertThat(said.indexOf("skipped in the validation: ")).isLessThan(said.indexOf("epoch 1/2"));
    assertThat(said).contains("1 pictures skipped in the validation:\n  " + missing);
  }

  /** A training may take weeks, so it names a skipped picture at once. */
  @Test
  void aSkippedPictureIsNamedWhenItIsSkipped() throws IOException {
    Path some = folder.resolve("some");
    new SyntheticFaces(3).writeWflw(some, 6, 1, done -> {});
    AtomicInteger count = new AtomicInteger();
    delete(some, picture -> count.getAndIncrement() == 0);
    String said =
        saidBy(() -> assertThat(train(some, folder.resolve("some-run"), "epochs=2")).isZero());
    assertThat(said.lines().filter(line -> line.startsWith("skipped: "))).hasSize(1);
    assertThat(said.indexOf("skipped: ")).isLessThan(said.indexOf("epoch 1/2"));
  }

  private static void delete(Path faces, Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.walk(faces)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jpg")).sorted().toList()) {
        if (which.test(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private static String saidBy(Runnable program) {
    PrintStream console = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setErr(console);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theSameSeedTrainsTheSameWeights() {
    assertThat(train(folder.resolve("one"))).isZero();
    assertThat(train(folder.resolve("two"))).isZero();
    assertThat(train(folder.resolve("other"), "seed=2")).isZero();
    assertThat(weights("one").equalsWithEps(weights("two"), 1e-5)).isTrue();
    assertThat(weights("one").equalsWithEps(weights("other"), 1e-2)).isFalse();
  }

  @Test
  void wrongWordsAndFoldersEndWithTwo() {
    Path run = folder.resolve("refused");
    assertThat(TrainMain.run("train")).isEqualTo(2);
    assertThat(TrainMain.run("trian")).isEqualTo(2);
    assertThat(train(run, "epochs=0")).isEqualTo(2);
    assertThat(train(run, "epoch=1")).isEqualTo(2);
    assertThat(
            TrainMain.run("train", "--plan", "small", "--data", "nowhere", "--out", run.toString()))
        .isEqualTo(2);
    assertThat(
            TrainMain.run(
                "train",
                "--plan",
                "small",
                "--data",
                faces.toString(),
                "--format",
                "pts",
                "--out",
                run.toString()))
        .isEqualTo(2);
    assertThat(run).doesNotExist();
  }

  @Test
  void drawsADataSet() {
    Path out = folder.resolve("drawn");
    assertThat(TrainMain.run("synthesise", "--count", "5", "--out", out.toString())).isZero();
    assertThat(TrainMain.run("synthesise", "--count", "5", "--out", out.toString())).isEqualTo(2);
    assertThat(TrainMain.run("synthesise", "--count", "0", "--out", out + "-2")).isEqualTo(2);
    assertThat(DataSetFormat.guess(out)).isEqualTo(DataSetFormat.WFLW);
  }

  @Test
  void drawsTheSameFacesWithTheLandmarksOf300W() {
    String as98 = folder.resolve("drawn-98").toString();
    String as68 = folder.resolve("drawn-68").toString();
    assertThat(TrainMain.run("synthesise", "--count", "6", "--seed", "4", "--out", as98)).isZero();
    assertThat(synthesise("300w-68", as68).exitCode()).isZero();

    assertThat(DataSetFormat.guess(Path.of(as68))).isEqualTo(DataSetFormat.PTS);
    LandmarkScheme scheme = LandmarkScheme.named("300w-68");
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      List<AnnotatedFace> of98 = DataSetFormat.WFLW.read(Path.of(as98), split, scheme).faces();
      List<AnnotatedFace> of68 = DataSetFormat.PTS.read(Path.of(as68), split, scheme).faces();
      assertThat(of68).hasSize(split.equals(Split.TRAIN) ? 5 : 1).hasSameSizeAs(of98);
      for (int i = 0; i < of68.size(); i++) {
        for (int j = 0; j < 68; j++) {
          assertThat(of68.get(i).landmarks().get(j).distance(of98.get(i).landmarks().get(j)))
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void namesTheKnownSchemesBesideAnUnknownOne() {
    Path out = folder.resolve("cofw");
    Result result = synthesise("cofw-29", out.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.said().lines())
        .singleElement()
        .asString()
        .contains("--scheme", "wflw-98", "300w-68", "'cofw-29'");
    assertThat(out).doesNotExist();
  }

  /** A network that only saw eight faces knows them by heart. */
  @Test
  @Tag("slow")
  void learns() {
    Path run = folder.resolve("by-heart");
    assertThat(train(run, "epochs=60", "learning-rate=0.01", "augment=false")).isZero();
    Path out = folder.resolve("by-heart-evaluation");
    assertThat(
            EvalMain.run(
                "evaluate",
                "--checkpoint",
                run.resolve("checkpoints/last.awing").toString(),
                "--data",
                faces.toString(),
                "--split",
                "train",
                "--out",
                out.toString()))
        .isZero();
    assertThat(out.resolve("metrics.json")).content().containsPattern("\"nme\" : 0\\.0[0-9]");
  }

  private static org.nd4j.linalg.api.ndarray.INDArray weights(String run) {
    return Checkpoint.load(folder.resolve(run).resolve("checkpoints/last.awing"))
        .network()
        .graph()
        .params();
  }

  private record Result(int exitCode, String said) {}

  private static Result synthesise(String scheme, String out) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int exitCode =
          TrainMain.run(
              "synthesise", "--count", "6", "--seed", "4", "--scheme", scheme, "--out", out);
      return new Result(exitCode, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private static int train(Path run, String... changes) {
    return train(faces, run, changes);
  }

  private static int train(Path data, Path run, String... changes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--plan",
                "small",
                "--data",
                data.toString(),
                "--out",
                run.toString(),
                "--set",
                "features=16",
                "depth=2",
                "input-size=64",
                "batch-size=4",
                "epochs=1"));
    arguments.addAll(List.of(changes));
    return TrainMain.run(arguments.toArray(String[]::new));
  }
}
