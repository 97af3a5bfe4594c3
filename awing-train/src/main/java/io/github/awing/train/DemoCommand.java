package io.github.awing.train;

import io.github.awing.data.DataSetFormat;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.SyntheticFaces;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.Evaluator;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.Metrics;
import io.github.awing.eval.NormalisedMeanError;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.eval.program.OutputFolder;
import io.github.awing.eval.program.Progress;
import io.github.awing.model.Checkpoint;
import io.github.awing.train.RunFolder.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train demo}: everything once, on drawn faces. */
@Command(
    name = "demo",
    description = {
      "Draws faces, trains a small network on most of them, evaluates it on the others before and"
          + " after, and leaves a report."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class DemoCommand implements Callable<Integer> {

  private static final int TRAINING_FACES = 400;
  private static final int TEST_FACES = 80;
  private static final double THRESHOLD = 0.1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where faces, run and report go (default: demo, or demo-2 and so on)")
  private Path out;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TrainingPlan plan = TrainingPlan.read("demo", Map.of());
    if (out == null) {
      out = firstFree("demo");
    }
    OutputFolder.prepareEmpty(out);
    ComputeBackend.start();
    Path data = out.resolve("faces");
    draw(plan.seed(), data);
    FaceDataSet training = DataSetFormat.WFLW.read(data, Split.TRAIN);
    FaceDataSet heldOut = DataSetFormat.WFLW.read(data, Split.TEST);
    RunFolder run = RunFolder.create(out.resolve("run"), plan, false);

    try (Trainer trainer = new Trainer(plan, training, true)) {
      Evaluation before = evaluate(trainer.checkpoint(0, 0), heldOut);
      say("before training", before.metrics());
      long start = System.nanoTime();
      Trainer.Result result;
      HeldOutErrors errors = new HeldOutErrors(trainer, heldOut);
      try (TrainingProgress progress = new TrainingProgress(plan.epochs(), trainer.steps())) {
        result = trainer.train(run, progress.and(errors));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Evaluation after = evaluate(result.checkpoint(), heldOut);
      say("after training", after.metrics());
      Path report = out.resolve("report.html");
      new DemoReport(
              before,
              after,
              result.losses(),
              errors.nmeBySteps,
              Provenance.of(plan, data, training, seconds))
          .write(report, aligner(result.checkpoint(), heldOut));
      System.err.println("the report is in " + report);
    }
    return 0;
  }

  /** Measures the network on held-out faces after every epoch, for the plot alone. */
  private static final class HeldOutErrors implements Trainer.Listener {

    private final Trainer trainer;
    private final FaceDataSet faces;
    private final SortedMap<Integer, Double> nmeBySteps = new TreeMap<>();

    HeldOutErrors(Trainer trainer, FaceDataSet faces) {
      this.trainer = trainer;
      this.faces = faces;
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      Checkpoint now = trainer.checkpoint(metrics.epoch(), metrics.step());
      nmeBySteps.put(metrics.step(), evaluate(now, faces).metrics().nme());
    }
  }

  private static Path firstFree(String name) {
    Path folder = Path.of(name);
    for (int number = 2; Files.exists(folder); number++) {
      folder = Path.of(name + "-" + number);
    }
    return folder;
  }

  private static void draw(long seed, Path data) {
    int count = TRAINING_FACES + TEST_FACES;
    System.err.printf("drawing %d faces%n", count);
    try (Progress progress = Progress.of("drawing", count)) {
      new SyntheticFaces(seed).writeWflw(data, TRAINING_FACES, TEST_FACES, progress::reached);
    }
  }

  private static Evaluation evaluate(Checkpoint checkpoint, FaceDataSet faces) {
    return new Evaluator(
            aligner(checkpoint, faces), NormalisedMeanError.usual(faces.scheme()), THRESHOLD, true)
        .evaluate(faces, done -> {});
  }

  private static void say(String when, Metrics metrics) {
    System.err.printf(
        Locale.ROOT,
        "%s: NME %.2f %%, FR %.1f %%, AUC %.3f on %d faces it never saw%n",
        when,
        100 * metrics.nme(),
        100 * metrics.failureRate(),
        metrics.auc(),
        metrics.count());
  }

  /** The trainer keeps the network, so the aligner need not be closed. */
  private static FaceAligner aligner(Checkpoint checkpoint, FaceDataSet faces) {
    return new FaceAligner(checkpoint.network(), faces.scheme(), checkpoint.cropEnlargement());
  }
}
