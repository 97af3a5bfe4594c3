package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.batch.CropCache;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains a network by a plan on the faces of a data set. The network, its figures and a report go
 * into a run folder, from which a training that was stopped or killed can be resumed.
 *
 * <pre>{@code
 * FaceDataSet faces = DataSetFormat.WFLW.read(Path.of("wflw"), Split.TRAIN);
 * FaceDataSet others = DataSetFormat.WFLW.read(Path.of("wflw"), Split.TEST);
 * TrainingPlan plan = TrainingPlan.read("small", Map.of("epochs", "10"));
 *
 * TrainingResult result =
 *     Training.of(plan, faces).validation(others).into(Path.of("run")).run();
 *
 * try (FaceAligner aligner = FaceAligner.load(result.folder().lastCheckpoint())) {
 *   // finds the landmarks of any face
 * }
 * }</pre>
 *
 * <p>Immutable: each method but {@link #run} and {@link #resume} returns another training.
 *
 * <p>ND4J bounds its memory outside the Java heap by the heap's size, which is too little for large
 * networks; {@link io.github.awing.eval.cli.ComputeBackend#start()}, called before anything else,
 * gives it 80 % of the machine's.
 */
public final class Training {

  private final TrainingPlan plan;
  private final FaceDataSet faces;
  private final Optional<Path> source;
  private final Optional<FaceDataSet> validation;
  private final Optional<Path> initialWeights;
  private final TrainingSettings settings;
  private final Optional<Path> folder;
  private final boolean overwrite;
  private final Map<String, String> kept;

  private Training(
      TrainingPlan plan,
      FaceDataSet faces,
      Optional<Path> source,
      Optional<FaceDataSet> validation,
      Optional<Path> initialWeights,
      TrainingSettings settings,
      Optional<Path> folder,
      boolean overwrite,
      Map<String, String> kept) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.faces = Objects.requireNonNull(faces, "faces");
    this.source = source;
    this.validation = validation;
    this.initialWeights = initialWeights;
    this.settings = settings;
    this.folder = folder;
    this.overwrite = overwrite;
    this.kept = kept;
  }

  /**
   * Begins with a plan and the faces to learn from, in the usual settings, without validation.
   *
   * @param faces whose landmark scheme the network shall have
   */
  public static Training of(TrainingPlan plan, FaceDataSet faces) {
    return new Training(
        plan,
        faces,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TrainingSettings.usual(),
        Optional.empty(),
        false,
        Map.of());
  }

  /** Names the folder of the faces to learn from, for the report. */
  public Training facesFrom(Path data) {
    return new Training(
        plan,
        faces,
        Optional.of(data),
        validation,
        initialWeights,
        settings,
        folder,
        overwrite,
        kept);
  }

  /**
   * Measures the network by these faces after each epoch that the plan validates.
   *
   * @param others of the same landmark scheme, and none of those to learn from
   */
  public Training validation(FaceDataSet others) {
    return new Training(
        plan,
        faces,
        source,
        Optional.of(others),
        initialWeights,
        settings,
        folder,
        overwrite,
        kept);
  }

  /**
   * Begins with the weights of a checkpoint, or of PyTorch ({@code .pth}, {@code .pt}, {@code
   * .ckpt}, {@code .safetensors}), instead of random ones. Where the numbers of landmarks differ,
   * the layers that make and read heatmaps begin afresh.
   */
  public Training initialWeights(Path file) {
    return new Training(
        plan, faces, source, validation, Optional.of(file), settings, folder, overwrite, kept);
  }

  /** Changes the settings: device, threads, checkpoints and so on. */
  public Training with(TrainingSettings others) {
    return new Training(
        plan, faces, source, validation, initialWeights, others, folder, overwrite, kept);
  }

  /** Sets the run folder; {@link #run} makes it, and wants it empty. */
  public Training into(Path run) {
    return new Training(
        plan,
        faces,
        source,
        validation,
        initialWeights,
        settings,
        Optional.of(run),
        overwrite,
        kept);
  }

  /** Sets whether the run folder may hold another training, whose files then go. */
  public Training overwriting(boolean allowed) {
    return new Training(
        plan, faces, source, validation, initialWeights, settings, folder, allowed, kept);
  }

  /**
   * Writes a file of the caller's into the run folder before the first step, for instance the
   * command that began the training.
   *
   * @param name of the file
   */
  public Training keeping(String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(kept);
    more.put(name, text);
    return new Training(
        plan,
        faces,
        source,
        validation,
        initialWeights,
        settings,
        folder,
        overwrite,
        Collections.unmodifiableMap(more));
  }

  /** The plan. */
  public TrainingPlan plan() {
    return plan;
  }

  /** The faces to learn from. */
  public FaceDataSet faces() {
    return faces;
  }

  /** The faces to validate on. */
  public Optional<FaceDataSet> validation() {
    return validation;
  }

  /**
   * Trains from the beginning until the plan is done or a listener stops it. Checks everything that
   * can be wrong before it makes the run folder.
   *
   * @throws BadDataException if a picture cannot be read and the settings are strict
   * @throws io.github.awing.model.CheckpointException if the initial weights cannot be read
   * @throws IllegalArgumentException if plan, faces and settings do not go together, none of the
   *     pictures can be read, the run folder holds something, or another training writes into it
   * @throws DivergedException if the loss is no number any more, or has exploded
   * @throws IOException if the run folder cannot be written
   * @throws IllegalStateException if no run folder is set
   */
  public TrainingResult run(TrainingListener... listeners) throws IOException {
    Path path = path();
    TrainingListener listener = new Listeners(List.of(listeners));
    check();
    Optional<InitialWeights> weights = readWeights(listener);
    requireReadable();
    OutputFolder.prepare(path, overwrite);
    try (RunLock lock = RunLock.of(path)) {
      RunFolder run = RunFolder.create(path, plan);
      for (Map.Entry<String, String> file : kept.entrySet()) {
        AtomicFile.write(path.resolve(file.getKey()), file.getValue());
      }
      return train(run, weights, listener);
    }
  }

  /**
   * Goes on with a training of the same plan and faces that was stopped or killed, from its last
   * checkpoint. With {@code OMP_NUM_THREADS=1} it ends with the weights that it would have had
   * without the stop; with more threads their last digits may differ.
   *
   * @throws BadDataException if the folder holds no training, or one of another plan; or as {@link
   *     #run}
   * @throws IllegalArgumentException as {@link #run}, but for a folder that holds something
   * @throws DivergedException as {@link #run}
   * @throws IOException if the run folder cannot be written
   * @throws IllegalStateException if no run folder is set
   */
  public TrainingResult resume(TrainingListener... listeners) throws IOException {
    RunFolder run = RunFolder.open(path());
    TrainingListener listener = new Listeners(List.of(listeners));
    check();
    try (RunLock lock = RunLock.of(run.path())) {
      run.clearUnfinished();
      if (!run.plan().equals(plan)) {
        throw new BadDataException(
            run.path(), "was begun with another plan; resume it with its own");
      }
      if (run.isBegun()) {
        return train(run, Optional.empty(), listener);
      }
      Optional<InitialWeights> weights = readWeights(listener);
      requireReadable();
      return train(run, weights, listener);
    }
  }

  private Path path() {
    return folder.orElseThrow(
        () -> new IllegalStateException("a training needs a run folder; give one by into"));
  }

  private void check() {
    settings.requireFor(plan);
    if (plan.earlyStop() > 0 && validation.isEmpty()) {
      throw new IllegalArgumentException(
          "early-stop needs faces for a validation; give --validation or --hold-out, or set"
              + " early-stop=0");
    }
  }

  private Optional<InitialWeights> readWeights(TrainingListener listener) {
    Optional<InitialWeights> weights =
        initialWeights.map(file -> InitialWeights.read(file, faces.scheme(), listener::notice));
    weights.ifPresent(found -> found.requireFor(plan.network(faces.scheme().count())));
    return weights;
  }

  private void requireReadable() {
    PlannedFaces.requireReadable(plan, faces, "to learn from");
    validation.ifPresent(found -> PlannedFaces.requireReadable(plan, found, "to measure by"));
  }

  private TrainingResult train(
      RunFolder run, Optional<InitialWeights> weights, TrainingListener listener)
      throws IOException {
    try (CropCache cache = new CropCache(settings.cacheBytes());
        Trainer trainer = new Trainer(plan, cache.over(faces), validation, settings)) {
      listener.begins(trainer.steps());
      MetricsLog log = place(run, trainer, weights, listener);
      if (trainer.done() && Files.exists(run.report())) {
        return result(run, TrainingResult.End.FINISHED_BEFORE, trainer, log);
      }
      if (!trainer.train(run, log, listener)) {
        return result(run, TrainingResult.End.STOPPED, trainer, log);
      }
      TrainingResult result = result(run, TrainingResult.End.FINISHED, trainer, log);
      new TrainingReport(result, plan, faces.scheme(), trainer.checkpoint()).write();
      listener.finished(result);
      return result;
    }
  }

  /** Puts the trainer where the run folder stands, or at the beginning. */
  private static MetricsLog place(
      RunFolder run, Trainer trainer, Optional<InitialWeights> weights, TrainingListener listener)
      throws IOException {
    if (run.isBegun()) {
      trainer.resume(run);
      TrainingPosition position = trainer.position();
      listener.notice(
          "goes on after %d epochs, %d steps".formatted(position.epoch(), position.step()));
      return MetricsLog.upTo(run.path(), position);
    }
    weights.ifPresent(
        found -> {
          List<String> fresh = trainer.begin(found);
          listener.notice(
              "begins with %s; afresh: %s"
                  .formatted(found.file(), fresh.isEmpty() ? "nothing" : String.join(", ", fresh)));
        });
    return MetricsLog.create(run.path());
  }

  private TrainingResult result(
      RunFolder run, TrainingResult.End end, Trainer trainer, MetricsLog log) {
    double seconds = trainer.position().seconds();
    return new TrainingResult(
        run,
        end,
        log.epochs(),
        log.losses(),
        seconds,
        trainer.skipped(),
        trainer.skippedInValidation(),
        Provenance.of(plan, source, faces, seconds));
  }
}
