package io.github.awing.train.cli;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.DeviceOptions;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.cli.Progress;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;
import io.github.awing.train.TrainMain;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.TrainingResult;
import io.github.awing.train.TrainingSettings;
import io.github.awing.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train demo}: draws faces, trains and evaluates, once. */
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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for faces, run and report (default: demo, or demo-2 and so on)")
  private Path out;

  @Mixin private DeviceOptions devices = new DeviceOptions();

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TrainingPlan plan = TrainingPlan.read("demo", Map.of());
    if (out == null) {
      out = firstFree("demo");
    }
    devices.check();
    ComputeBackend.start();
    Device device = devices.openToTrain();
    OutputFolder.prepareEmpty(out);
    Path data = out.resolve("faces");
    draw(plan.seed(), data);
    FaceDataSet training = DataSetFormat.WFLW.read(data, Split.TRAIN);
    FaceDataSet heldOut = DataSetFormat.WFLW.read(data, Split.TEST);
    Validation validation = new Validation(heldOut, true);
    HourglassNetwork untrained =
        HourglassNetwork.create(plan.network(heldOut.scheme().count()), plan.seed());
    Evaluation before = validation.evaluation(untrained, plan.cropEnlargement(), device);
    say("before training", before.metrics());
    TrainingResult result = train(Training.of(plan, training).facesFrom(data), heldOut, device);
    HourglassNetwork trained = Checkpoint.load(result.folder().lastCheckpoint()).network();
    Evaluation after = validation.evaluation(trained, plan.cropEnlargement(), device);
    say("after training", after.metrics());
    Path report = out.resolve("report.html");
    try (FaceAligner aligner =
        new FaceAligner(trained, heldOut.scheme(), plan.cropEnlargement(), device)) {
      new DemoReport(before, after, result.lossCurve(), result.provenance()).write(report, aligner);
    }
    System.err.println("the report is in " + report);
    return 0;
  }

  private TrainingResult train(Training training, FaceDataSet heldOut, Device device)
      throws IOException {
    try (TrainingProgress progress = new TrainingProgress(training.plan().epochs())) {
      return training
          .validation(heldOut)
          .with(TrainingSettings.usual().withDevice(device).withStrict(true))
          .into(out.resolve("run"))
          .run(progress);
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
}
