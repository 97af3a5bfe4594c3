package io.github.awing.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.Alignment;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.FaceAligner;
import io.github.awing.model.Checkpoint;
import io.github.awing.train.DivergedException;
import io.github.awing.train.EpochMetrics;
import io.github.awing.train.RunFolder;
import io.github.awing.train.StepMetrics;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingListener;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.TrainingResult;
import io.github.awing.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by the public types alone, as a user's program does. */
class TrainingExampleTest {

  @TempDir private static Path folder;
  private static FaceDataSet faces;
  private static FaceDataSet others;

  @BeforeAll
  static void drawnFaces() {
    Path drawn = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(drawn, 8, 2, done -> {});
    faces = DataSetFormat.WFLW.read(drawn, Split.TRAIN);
    others = DataSetFormat.WFLW.read(drawn, Split.TEST);
  }

  /** The smallest network, two epochs of two steps. */
  private static TrainingPlan plan(String... changes) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "features",
                "16",
                "depth",
                "1",
                "input-size",
                "64",
                "batch-size",
                "4",
                "epochs",
                "2"));
    for (int i = 0; i < changes.length; i += 2) {
      all.put(changes[i], changes[i + 1]);
    }
    return TrainingPlan.read("small", all);
  }

  private static INDArray weights(RunFolder run) {
    return Checkpoint.load(run.lastCheckpoint()).network().graph().params();
  }

  @Test
  void trainsAndUsesTheNetwork() throws IOException {
    TrainingResult result =
        Training.of(plan(), faces).validation(others).into(folder.resolve("run")).run();

    assertThat(result.end()).isEqualTo(TrainingResult.End.FINISHED);
    assertThat(result.steps()).isEqualTo(4);
    assertThat(result.epochs()).hasSize(2).allMatch(epoch -> epoch.nme() > 0);
    assertThat(result.folder().epochs()).isEqualTo(result.epochs());
    assertThat(result.folder().report()).exists();
    AnnotatedFace face = others.faces().get(0);
    try (FaceAligner aligner = FaceAligner.load(result.folder().bestCheckpoint());
        Picture picture = face.picture().read()) {
      Alignment alignment = aligner.align(picture, face.box());
      assertThat(alignment.landmarks().get(16).x()).isFinite();
    }
  }

  @Test
  void tellsAListenerAllThatHappens() throws IOException {
    List<String> told = new ArrayList<>();
    Path run = folder.resolve("told");

    Training.of(plan("epochs", "1"), faces)
        .validation(others)
        .into(run)
        .run(
            new TrainingListener() {
              @Override
              public void begins(int steps) {
                told.add("begins, " + steps + " steps");
              }

              @Override
              public void step(StepMetrics metrics, ComputationGraph graph) {
                told.add("step " + metrics.step());
              }

              @Override
              public void validation(Evaluation evaluation) {
                told.add(evaluation.metrics().count() + " faces measured");
              }

              @Override
              public void epoch(EpochMetrics metrics, double waited) {
                told.add("epoch " + metrics.epoch());
              }

              @Override
              public void checkpoint(Path file) {
                told.add(file.getFileName().toString());
              }

              @Override
              public void finished(TrainingResult result) {
                told.add("finished");
              }
            });

    assertThat(told)
        .containsExactly(
            "begins, 2 steps",
            "last.awing",
            "step 1",
            "step 2",
            "2 faces measured",
            "best.awing",
            "last.awing",
            "epoch 1",
            "finished");
  }

  @Test
  void resumesAStoppedTrainingAsIfItHadNotStopped() throws IOException {
    TrainingSettings settings = TrainingSettings.usual().withThreads(1);
    Training training = Training.of(plan(), faces).with(settings);
    TrainingResult whole = training.into(folder.resolve("whole")).run();
    Training cut = training.into(folder.resolve("cut"));

    TrainingResult stopped =
        cut.run(
            new TrainingListener() {
              @Override
              public boolean stops() {
                return true;
              }
            });
    assertThat(stopped.end()).isEqualTo(TrainingResult.End.STOPPED);
    assertThat(stopped.steps()).isEqualTo(1);
    assertThat(stopped.folder().report()).doesNotExist();

    TrainingResult resumed = cut.resume();
    assertThat(resumed.end()).isEqualTo(TrainingResult.End.FINISHED);
    assertThat(weights(resumed.folder()).equalsWithEps(weights(whole.folder()), 1e-5)).isTrue();
    assertThat(cut.resume().end()).isEqualTo(TrainingResult.End.FINISHED_BEFORE);
  }

  @Test
  void resumesNoOtherPlan() throws IOException {
    Path run = folder.resolve("one-plan");
    Training.of(plan("epochs", "1"), faces).into(run).run();
    assertThatThrownBy(() -> Training.of(plan("epochs", "3"), faces).into(run).resume())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("another plan");
    assertThatThrownBy(() -> Training.of(plan(), faces).into(folder).resume())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is no run folder");
  }

  @Test
  void refusesAFolderThatHoldsSomethingUnlessItMayOverwrite() throws IOException {
    Training training = Training.of(plan("epochs", "1"), faces).into(folder.resolve("twice"));
    training.keeping("words.txt", "first").run();
    assertThatThrownBy(training::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty");
    training.overwriting(true).keeping("words.txt", "second").run();
    assertThat(folder.resolve("twice/words.txt")).hasContent("second");
  }

  @Test
  void beginsWithOtherWeights() throws IOException {
    RunFolder first =
        Training.of(plan("epochs", "1"), faces).into(folder.resolve("first")).run().folder();
    List<String> notices = new ArrayList<>();
    RunFolder second =
        Training.of(plan("epochs", "1", "learning-rate", "1e-12"), faces)
            .initialWeights(first.lastCheckpoint())
            .into(folder.resolve("second"))
            .run(
                new TrainingListener() {
                  @Override
                  public void notice(String words) {
                    notices.add(words);
                  }
                })
            .folder();
    assertThat(notices).singleElement().asString().contains("afresh: nothing");
    assertThat(firstLayer(second).equalsWithEps(firstLayer(first), 1e-6)).isTrue();
  }

  private static INDArray firstLayer(RunFolder run) {
    return Checkpoint.load(run.lastCheckpoint()).network().graph().paramTable().get("conv1.conv_W");
  }

  @Test
  void throwsIfTheLossExplodes() {
    Training training =
        Training.of(plan("learning-rate", "1e30", "schedule", "constant"), faces)
            .into(folder.resolve("exploding"));
    assertThatThrownBy(training::run)
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("learning-rate");
  }

  @Test
  void refusesContradictionsBeforeItWrites() {
    Path run = folder.resolve("refused");
    assertThatThrownBy(() -> Training.of(plan("early-stop", "2"), faces).into(run).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("early-stop");
    assertThatThrownBy(
            () ->
                Training.of(plan(), faces)
                    .with(TrainingSettings.usual().withDevices(5))
                    .into(run)
                    .run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch-size");
    assertThatThrownBy(() -> TrainingSettings.usual().withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads");
    assertThatThrownBy(() -> Training.of(plan(), faces).run())
        .isInstanceOf(IllegalStateException.class);
    assertThat(run).doesNotExist();
  }
}
