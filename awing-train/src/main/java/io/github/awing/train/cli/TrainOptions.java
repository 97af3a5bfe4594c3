package io.github.awing.train.cli;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.cli.ComputeOptions;
import io.github.awing.eval.cli.DataSetOptions;
import io.github.awing.eval.cli.DeviceOptions;
import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Options of {@code train} that are saved and used again by {@code resume}, which may replace only
 * device and precision.
 */
public final class TrainOptions {

  /** Settings that are named as their options. */
  private static final Set<String> NAMED = Set.of("devices", "threads", "recompute-activations");

  /** Reaction to a loss that explodes. */
  private enum OnDivergence {
    stop,
    rollback
  }

  @Mixin private DataSetOptions data;

  @Mixin private ValidationOptions validation;

  @Mixin private ComputeOptions compute = new ComputeOptions();

  @Option(
      names = "--initial",
      paramLabel = "FILE",
      description =
          "begin with the weights of a checkpoint, or of PyTorch (.pth, .pt, .ckpt, .safetensors);"
              + " if it has another number of landmarks, the last layers begin afresh")
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
          "longest time without a checkpoint, within an epoch too (default: ${DEFAULT-VALUE})")
  private int checkpointSeconds;

  @Option(
      names = "--cache-megabytes",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "memory for decoded pictures, which later epochs then need not read (default:"
              + " ${DEFAULT-VALUE})")
  private long cacheMegabytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "number of threads that read and augment pictures (default: one a core, 16 at most)")
  private int threads = TrainingSettings.usual().threads();

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "number of devices that share out every batch: GPUs, or threads of a CPU (default:"
              + " ${DEFAULT-VALUE})")
  private int devices;

  @Option(
      names = "--recompute-activations",
      description =
          "take less memory and more time for the same weights: the backward pass computes each"
              + " stack's activations again (gradient checkpointing)")
  private boolean recompute;

  @Option(
      names = "--ui",
      description = "show the training on Deeplearning4j's page, in a build with -Pui")
  private boolean ui;

  @Option(
      names = "--strict",
      description = "end at the first picture that cannot be read instead of skipping it")
  private boolean strict;

  /** Options of {@code resume}, which go before those of {@code compute}. */
  private DeviceOptions otherDevice = new DeviceOptions();

  /** Computes on another device, if one is given. The plan names neither device nor precision. */
  void insteadOn(DeviceOptions asked) {
    otherDevice = asked;
  }

  private DeviceOptions device() {
    return otherDevice.orElse(compute.devices());
  }

  /**
   * Checks options and plan, before hours go into reading data.
   *
   * @throws IllegalArgumentException if these options do not go together, or not with the plan
   */
  public void requireFor(TrainingPlan plan) {
    settings(plan);
    if (devices > 1) {
      device().requireNd4js();
    }
  }

  private TrainingSettings settings(TrainingPlan plan) {
    try {
      TrainingSettings settings =
          TrainingSettings.usual()
              .withThreads(threads)
              .withDevices(devices)
              .withRecomputeActivations(recompute)
              .withCacheBytes(cacheMegabytes << 20)
              .withBetweenCheckpoints(Duration.ofSeconds(checkpointSeconds))
              .withStrict(strict)
              .withRollback(onDivergence == OnDivergence.rollback);
      settings.requireFor(plan);
      return settings;
    } catch (IllegalArgumentException e) {
      boolean ofOption = NAMED.contains(e.getMessage().split(" ", 2)[0]);
      throw new IllegalArgumentException((ofOption ? "--" : "") + e.getMessage(), e);
    }
  }

  /**
   * Starts ND4J, opens the device, and reads the faces, in this order: a detector of boxes would
   * load native code with limits of its own.
   *
   * @param read the data sets that were read before
   * @throws BadDataException if the data cannot be read
   * @throws IllegalArgumentException if something asked for cannot be had
   */
  public Training training(TrainingPlan plan, ReadDataSets read) {
    compute.start(device());
    TrainingSettings settings = settings(plan).withDevice(device().openToTrain());
    FaceDataSet faces = faces(read);
    Training training = Training.of(plan, faces).facesFrom(data.folder()).with(settings);
    Optional<FaceDataSet> heldOut = heldOut(read, faces);
    if (heldOut.isPresent()) {
      training = training.validation(heldOut.get());
    }
    return initial == null ? training : training.initialWeights(initial);
  }

  /** Reads the faces to learn from. */
  public FaceDataSet faces(ReadDataSets read) {
    return validation.learned(data, read);
  }

  /**
   * Reads the faces to validate on, if there are any that the training does not see.
   *
   * @param learned the faces that it sees
   */
  public Optional<FaceDataSet> heldOut(ReadDataSets read, FaceDataSet learned) {
    return validation.heldOut(data, read, learned);
  }

  /** Opens the device in float32, to measure a network. */
  public Device openToMeasure() {
    return compute.devices().open(Precision.FLOAT32);
  }

  /** Whether to show the training on Deeplearning4j's page. */
  public boolean ui() {
    return ui;
  }
}
