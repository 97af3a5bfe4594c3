package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A stopped or killed training ends with the weights of an uninterrupted one. */
@Tag("slow")
class KillAndResumeTest {

  private static final int KILLS = 20;
  private static final String STARTED = "faces of wflw";

  /** A machine that is suddenly as much faster ends the training before all kills. */
  private static final int FEWEST_KILLS = KILLS / 4;

  @TempDir private static Path folder;
  private static Path faces;
  private static INDArray uninterrupted;

  /** Of the time that the whole training takes on this machine, each kill's share. */
  private static int longestMilliseconds;

  @BeforeAll
  static void anUninterruptedTraining() throws IOException, InterruptedException {
    faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 13, 3, done -> {});
    Path run = folder.resolve("uninterrupted");
    try (ChildProcess training = train(run)) {
      assertThat(training.until(line -> line.contains(STARTED))).as(training.said()).isTrue();
      long start = System.nanoTime();
      assertThat(training.end()).as(training.said()).isZero();
      longestMilliseconds = (int) ((System.nanoTime() - start) / 1_000_000 / KILLS) + 1;
    }
    uninterrupted = weights(run);
  }

  /** All that has to be kept: an average, an updater with state, half steps, a schedule. */
  private static ChildProcess train(Path run) throws IOException {
    return new ChildProcess(
        "train",
        "--plan",
        "small",
        "--data",
        faces.toString(),
        "--out",
        run.toString(),
        "--checkpoint-seconds",
        "0",
        "--set",
        "features=16",
        "depth=1",
        "input-size=64",
        "batch-size=2",
        "accumulate=2",
        "weight-average=0.9",
        "weight-decay=0.0001",
        "epochs=40");
  }

  private static INDArray weights(Path run) {
    return Checkpoint.load(run.resolve("checkpoints/last.awing")).network().graph().params();
  }

  private static void assertAsUninterrupted(Path run) throws IOException {
    assertThat(weights(run).sub(uninterrupted).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(lossesOf(run)).isEqualTo(lossesOf(folder.resolve("uninterrupted")));
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(41);
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("last.awing", "best.awing");
    }
  }

  private static List<String> lossesOf(Path run) throws IOException {
    return Files.readAllLines(run.resolve("losses.csv"));
  }

  @Test
  void endsWithTheSameWeightsAfterRandomKills() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(1904073991);
    Path run = folder.resolve("killed");
    ChildProcess training = train(run);
    int kills = 0;
    while (kills < KILLS
        && training.until(line -> line.contains(STARTED))
        && !training.endsWithin(random.nextInt(longestMilliseconds))) {
      training.kill();
      kills++;
      training = new ChildProcess("resume", run.toString());
    }
    assertThat(kills).as(training.said()).isGreaterThanOrEqualTo(FEWEST_KILLS);
    assertThat(training.end()).as(training.said()).isZero();
    assertAsUninterrupted(run);
  }

  @Test
  void savesAtAnInterruptAndSaysHowToGoOn() throws IOException, InterruptedException {
    Path run = folder.resolve("interrupted");
    try (ChildProcess training = train(run)) {
      assertThat(training.until(line -> line.startsWith("epoch 3/"))).isTrue();
      if (training.interrupt()) {
        assertThat(training.end()).as(training.said()).isEqualTo(130);
        assertThat(training.said()).contains("stopped after step", "resume " + run);
      }
    }
    try (ChildProcess again = new ChildProcess("resume", run.toString())) {
      assertThat(again.end()).as(again.said()).isZero();
    }
    assertAsUninterrupted(run);
    try (ChildProcess done = new ChildProcess("resume", run.toString())) {
      assertThat(done.end()).isZero();
      assertThat(done.said()).contains("this training is done");
    }
  }
}
