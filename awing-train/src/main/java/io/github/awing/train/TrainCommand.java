package io.github.awing.train;

import io.github.awing.data.CropCache;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.draw.LossPlot;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.eval.program.DataSetOptions;
import io.github.awing.eval.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train train}: a network from a plan and a data set. */
@Command(
    name = "train",
    description = "Trains a network by a plan on a data set.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "NAME|FILE",
      description = "small or demo, or a YAML file of the same words")
  private String plan;

  @Mixin private DataSetOptions data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "where plan, metrics, checkpoints and report go")
  private Path out;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes the plan, for instance --set epochs=10 seed=2")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(
      names = "--cache-megabytes",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "keep what is decoded of the pictures in so much memory, so that later epochs need not"
              + " read them again (default: ${DEFAULT-VALUE})")
  private long cacheMegabytes;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "train on so many at once, every batch shared out among them: GPUs, or threads on a CPU"
              + " (default: ${DEFAULT-VALUE})")
  private int devices;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description = "end at the first picture that cannot be read instead of skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TrainingPlan chosen = TrainingPlan.read(plan, changes);
    if (devices < 1 || devices > chosen.batchSize()) {
      throw new IllegalArgumentException(
          "--devices must be from 1 to the plan's batch-size, %d, but is %d"
              .formatted(chosen.batchSize(), devices));
    }
    FaceDataSet faces = data.read(Split.TRAIN);
    RunFolder run = RunFolder.create(out, chosen, overwrite);
    ComputeBackend.start();
    System.err.print(chosen.toYaml());
    System.err.printf(
        "%d faces of %s, %s%n", faces.faces().size(), faces.format().word(), faces.scheme().name());
    try (CropCache cache = new CropCache(cacheMegabytes << 20);
        Trainer trainer = new Trainer(chosen, faces.keptBy(cache), strict, devices)) {
      long start = System.nanoTime();
      Trainer.Result result;
      try (TrainingProgress progress = new TrainingProgress(chosen.epochs(), trainer.steps())) {
        result = trainer.train(run, progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      ReportPage.titled("A training of " + faces.scheme().name())
          .picture(
              LossPlot.draw(result.losses(), new int[0], new double[0]),
              "Training loss by step",
              "The loss of every step, smoothed.")
          .provenance(Provenance.of(chosen, data.folder(), faces, seconds))
          .write(run.report());
      sayEnd(run, result, seconds);
    }
    return 0;
  }

  private static void sayEnd(RunFolder run, Trainer.Result result, double seconds) {
    System.err.printf(
        Locale.ROOT, "trained in %.0f s; the network is in %s%n", seconds, run.lastCheckpoint());
    long pictures = result.skipped().stream().distinct().count();
    if (pictures > 0) {
      System.err.printf("%d pictures skipped:%n", pictures);
      result.skipped().stream().distinct().forEach(line -> System.err.println("  " + line));
    }
  }
}
