package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.batch.CropCache;
import io.github.awing.eval.cli.ComputeOptions;
import io.github.awing.eval.cli.DataSetOptions;
import io.github.awing.eval.cli.DeviceOptions;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code awing-train train}: a network from a plan and a data set. */
@Command(
    name = "train",
    description = "Trains a network by a plan on a data set.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class TrainCommand implements Callable<Integer> {

  /** What is done with a training whose loss explodes. */
  private enum OnDivergence {
    stop,
    rollback
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "NAME|FILE",
      description = "wflw, 300w, cofw, aflw, small or demo, or a YAML file of the same words")
  private String plan;

  @Mixin private DataSetOptions data;

  @Mixin private ValidationOptions validation;

  @Mixin private ComputeOptions compute = new ComputeOptions();

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
      names = "--initial",
      paramLabel = "FILE",
      description =
          "begin with the weights of a checkpoint, or of PyTorch (.pth, .pt, .ckpt, .safetensors);"
              + " with another number of landmarks all but the last layers")
  private Path initial;

  @Option(
      names = "--on-divergence",
      paramLabel = "WHAT",
      defaultValue = "stop",
      description =
          "when the loss explodes: stop, or rollback to the last checkpoint and go on at half the"
              + " learning rate (default: ${DEFAULT-VALUE})")
  private OnDivergence onDivergence;

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "save within long epochs, too, when so much time has passed (default: ${DEFAULT-VALUE})")
  private int checkpointSeconds;

  @Option(
      names = "--cache-megabytes",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "keep what is decoded of the pictures in so much memory, so that later epochs need not"
              + " read them again (default: ${DEFAULT-VALUE})")
  private long cacheMegabytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "that read pictures and augment them (default: as many as the machine has, 16 at most)")
  private int threads = PlannedFaces.usualThreads();

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "train on so many at once, every batch shared out among them: GPUs, or threads on a CPU"
              + " (default: ${DEFAULT-VALUE})")
  private int devices;

  @Option(
      names = "--recompute-activations",
      description =
          "take less memory and more time for the same weights: the backward pass runs each stack"
              + " forward once more, instead of the forward pass keeping its activations (gradient"
              + " checkpointing)")
  private boolean recompute;

  @Option(
      names = "--ui",
      description = "show the training on Deeplearning4j's page, in a build with -Pui")
  private boolean ui;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description = "end at the first picture that cannot be read instead of skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  private ReadDataSets read = new ReadDataSets();

  /** Lets several commands read each data set once. */
  TrainCommand sharing(ReadDataSets others) {
    read = others;
    return this;
  }

  @Override
  public Integer call() throws IOException {
    TrainingPlan chosen = TrainingPlan.read(plan, changes);
    Fitting.check(chosen, devices);
    checkSeveral(compute.devices());
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, but is " + threads);
    }
    if (recompute && devices > 1) {
      throw new IllegalArgumentException(
          "--recompute-activations needs --devices 1, but --devices is " + devices);
    }
    // Before the data: a detector of boxes would load native code with limits of its own.
    Device device = start(compute.devices());
    FaceDataSet faces = trainingFaces();
    Optional<FaceDataSet> heldOut = heldOut(faces);
    if (chosen.earlyStop() > 0 && heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "early-stop needs a validation, and there are no faces for it; give --validation or"
              + " --hold-out, or set early-stop=0");
    }
    // What can be wrong with them is said before the folder is made.
    Optional<InitialWeights> weights = initialWeights(faces);
    weights.ifPresent(found -> found.requireFor(chosen.network(faces.scheme().count())));
    requireReadable(chosen, faces, heldOut);
    OutputFolder.prepare(out, overwrite);
    try (RunLock lock = RunLock.of(out)) {
      RunFolder run = RunFolder.create(out, chosen);
      SavedCommand.of(spec.commandLine().getParseResult()).write(run.command());
      return train(run, chosen, faces, heldOut, weights, device);
    }
  }

  private void checkSeveral(DeviceOptions options) {
    if (devices > 1) {
      options.requireNd4js();
    }
  }

  private Device start(DeviceOptions options) {
    compute.start(options);
    return options.openToTrain();
  }

  /** Opens what the training computes on to measure what it has learned. */
  Device deviceToMeasure() {
    return compute.devices().open(Precision.FLOAT32);
  }

  /**
   * Goes on with a training that was stopped or killed.
   *
   * @param asked instead of what it was begun with: neither device nor precision is of the plan
   */
  int resume(RunFolder run, DeviceOptions asked) throws IOException {
    DeviceOptions options = asked.orElse(compute.devices());
    checkSeveral(options);
    try (RunLock lock = RunLock.of(run.path())) {
      run.clearUnfinished();
      Device device = start(options);
      FaceDataSet faces = trainingFaces();
      Optional<FaceDataSet> heldOut = heldOut(faces);
      TrainingPlan chosen = run.plan();
      if (run.isBegun()) {
        return train(run, chosen, faces, heldOut, Optional.empty(), device);
      }
      requireReadable(chosen, faces, heldOut);
      return train(run, chosen, faces, heldOut, initialWeights(faces), device);
    }
  }

  private static void requireReadable(
      TrainingPlan chosen, FaceDataSet faces, Optional<FaceDataSet> heldOut) {
    PlannedFaces.requireReadable(chosen, faces, "to learn from");
    heldOut.ifPresent(found -> PlannedFaces.requireReadable(chosen, found, "to measure by"));
  }

  private Optional<InitialWeights> initialWeights(FaceDataSet faces) {
    return Optional.ofNullable(initial).map(file -> InitialWeights.read(file, faces.scheme()));
  }

  /** The command as it was given when a run was begun. */
  static TrainCommand asGiven(RunFolder run) {
    TrainCommand command = new TrainCommand();
    // The plan is asked for by the command, and is the folder's own.
    List<String> arguments =
        new ArrayList<>(List.of("--plan", run.path().toString(), "--out", run.path().toString()));
    arguments.addAll(SavedCommand.read(run.command()).arguments());
    try {
      new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new BadDataException(run.command(), e.getMessage().lines().findFirst().orElse(""));
    }
    return command;
  }

  private Trainer.Settings settings(
      Optional<FaceDataSet> heldOut, Device device, Consumer<ComputationGraph> watch) {
    return new Trainer.Settings(
        heldOut.map(faces -> new Validation(faces, strict)),
        threads,
        strict,
        onDivergence == OnDivergence.rollback,
        Duration.ofSeconds(checkpointSeconds),
        devices,
        recompute,
        device,
        watch);
  }

  /** The faces to learn from. */
  FaceDataSet trainingFaces() {
    return validation.learned(data, read);
  }

  /** The faces to validate on, if there are any that the training does not see. */
  Optional<FaceDataSet> heldOut(FaceDataSet faces) {
    return validation.heldOut(data, read, faces);
  }

  private int train(
      RunFolder run,
      TrainingPlan chosen,
      FaceDataSet faces,
      Optional<FaceDataSet> heldOut,
      Optional<InitialWeights> weights,
      Device device)
      throws IOException {
    System.err.print(chosen.toYaml());
    System.err.printf(
        "%d faces of %s, %s%n", faces.faces().size(), faces.format(), faces.scheme().name());
    try (TrainingUi page = ui ? TrainingUi.open() : null;
        CropCache cache = new CropCache(cacheMegabytes << 20);
        Trainer trainer =
            new Trainer(
                chosen,
                cache.over(faces),
                settings(heldOut, device, page == null ? graph -> {} : page::afterStep))) {
      MetricsLog log;
      if (run.isBegun()) {
        trainer.resume(run);
        log = MetricsLog.upTo(run.path(), trainer.position());
        System.err.printf(
            "goes on after %d epochs, %d steps%n",
            trainer.position().epoch(), trainer.position().step());
      } else {
        log = MetricsLog.create(run.path());
        weights.ifPresent(
            found ->
                System.err.printf(
                    "begins with %s; afresh: %s%n", found.file(), listed(trainer.begin(found))));
      }
      if (trainer.done() && Files.exists(run.report())) {
        System.err.printf("%s: this training is done%n", run.path());
        return 0;
      }
      return train(run, chosen, faces, trainer, log);
    }
  }

  private int train(
      RunFolder run, TrainingPlan chosen, FaceDataSet faces, Trainer trainer, MetricsLog log)
      throws IOException {
    boolean ended;
    try (StopSignal stop = new StopSignal()) {
      try (TrainingProgress progress = new TrainingProgress(chosen.epochs(), trainer.steps())) {
        ended = trainer.train(run, log, progress, stop::given);
      }
      if (!ended) {
        System.err.printf(
            "stopped after step %d, saved in %s; to go on: resume %s%n",
            trainer.position().step(), run.lastCheckpoint(), run.path());
        return 0;
      }
    }
    new TrainingReport(run, chosen, data.folder(), faces, trainer, log).write();
    sayEnd(run, trainer);
    return 0;
  }

  private static void sayEnd(RunFolder run, Trainer trainer) {
    System.err.printf(
        Locale.ROOT,
        "trained in %.0f s; the network is in %s%n",
        trainer.position().seconds(),
        run.lastCheckpoint());
    sayAll("skipped", trainer.skipped());
    sayAll("skipped in the validation", trainer.skippedInValidation());
  }

  private static void sayAll(String what, List<String> lines) {
    List<String> pictures = lines.stream().distinct().toList();
    if (!pictures.isEmpty()) {
      System.err.printf("%d pictures %s:%n", pictures.size(), what);
      pictures.forEach(line -> System.err.println("  " + line));
    }
  }

  private static String listed(List<String> layers) {
    return layers.isEmpty() ? "nothing" : String.join(", ", layers);
  }
}
