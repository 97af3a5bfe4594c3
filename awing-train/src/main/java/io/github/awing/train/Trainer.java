package io.github.awing.train;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.datavec.FaceDataSetIterator;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.TrainerState;
import io.github.awing.model.UnusableCheckpointException;
import io.github.awing.program.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training loop: epochs of shuffled, augmented batches, a validation and a checkpoint after
 * each, and what it takes to go on after a stop as if there had been none.
 */
final class Trainer implements AutoCloseable {

  /**
   * What a training does beside its plan.
   *
   * @param validation the faces it is measured by; none for no measure
   * @param threads that read and augment, at least 1
   * @param strict whether a picture that cannot be read ends the training
   * @param rollback whether a training that diverges goes back to its last checkpoint, at a lower
   *     learning rate, instead of ending
   * @param betweenCheckpoints how long an epoch may go on without one
   * @param devices on how many to train at once
   * @param recompute whether activations are computed again in the backward pass instead of kept
   * @param device that computes, if it is one
   * @param watch told of the graph that is trained, after every step
   */
  record Settings(
      Optional<Validation> validation,
      int threads,
      boolean strict,
      boolean rollback,
      Duration betweenCheckpoints,
      int devices,
      boolean recompute,
      Device device,
      Consumer<ComputationGraph> watch) {}

  /** Told while the training goes on. */
  interface Listener {

    /** After every step. */
    default void step(StepMetrics metrics) {}

    /**
     * After every epoch, its checkpoint being written.
     *
     * @param waited the share of the epoch's time in which the steps waited for pictures; NaN if it
     *     is not known
     */
    default void epoch(EpochMetrics metrics, double waited) {}

    /** When something happens that a person should know. */
    default void notice(String words) {}
  }

  private static final int MOST_ROLLBACKS = 5;
  private static final double ROLLBACK_FACTOR = 0.5;

  private final TrainingPlan plan;
  private final LandmarkScheme scheme;
  private final Settings settings;
  private final FaceBatches batches;
  private final int steps;
  private HourglassNetwork network;
  private Fitting fitting;
  private Optional<WeightAverage> average = Optional.empty();
  private TrainingPosition position = TrainingPosition.START;
  private long positionTime;
  private long savedTime;

  private final SkippedPictures skipped = new SkippedPictures("skipped");
  private final SkippedPictures unvalidated = new SkippedPictures("skipped in the validation");
  private List<String> skippedInValidation = List.of();

  /** Builds the network with fresh weights; nothing is read or trained yet. */
  Trainer(TrainingPlan plan, FaceDataSet faces, Settings settings) {
    this.plan = plan;
    this.scheme = faces.scheme();
    this.settings = settings;
    this.batches = PlannedFaces.batches(plan, faces, settings.strict(), settings.threads());
    this.steps = plan.epochs() * ((batches.perEpoch() + plan.accumulate() - 1) / plan.accumulate());
    use(HourglassNetwork.create(plan.network(scheme.count()), plan.objective(steps), plan.seed()));
    startAverage(Optional.empty());
  }

  private void use(HourglassNetwork trained) {
    network = trained;
    fitting = Fitting.on(trained, plan, settings);
  }

  private void startAverage(Optional<INDArray> start) {
    average =
        plan.weightAverage() == 0
            ? Optional.empty()
            : Optional.of(new WeightAverage(graph().params(), start, plan.weightAverage()));
  }

  /** How many steps the whole training has, if no picture is skipped. */
  int steps() {
    return steps;
  }

  /** Where the training stands. */
  TrainingPosition position() {
    return position;
  }

  /** The network that is trained; it stays the trainer's. */
  HourglassNetwork network() {
    return network;
  }

  /** What could not be read so far, a line a picture. */
  List<String> skipped() {
    return batches.skipped();
  }

  /** What the last validation could not measure, a line a face. */
  List<String> skippedInValidation() {
    return skippedInValidation;
  }

  /**
   * Begins with weights that are there already.
   *
   * @return the layers that begin afresh, see {@link InitialWeights#copyInto}
   */
  List<String> begin(InitialWeights weights) {
    List<String> fresh = weights.copyInto(network);
    startAverage(Optional.empty());
    return fresh;
  }

  /** Goes on where a checkpoint of the same plan and faces was written. */
  void resume(RunFolder run) {
    Checkpoint checkpoint = Checkpoint.load(run.lastCheckpoint(), plan.objective(steps));
    fitting.close();
    graph().close();
    position = TrainingPosition.of(checkpoint);
    use(checkpoint.network());
    startAverage(checkpoint.state().average());
    applyRateFactor();
  }

  private void applyRateFactor() {
    if (position.rateFactor() != 1) {
      graph().setLearningRate(plan.learningRates(steps, position.rateFactor()));
    }
  }

  private ComputationGraph graph() {
    return network.graph();
  }

  /** The network as it stands, and all it takes to go on from here. */
  Checkpoint checkpoint() {
    return new Checkpoint(
        network,
        scheme.definition(),
        plan.cropEnlargement(),
        position.epoch(),
        position.step(),
        plan.seed(),
        plan.toYaml(),
        new TrainerState(position.numbers(), average.map(WeightAverage::average)));
  }

  /** Whether nothing is left to do. */
  boolean done() {
    return position.epoch() >= plan.epochs()
        || plan.earlyStop() > 0 && position.validationsSinceBest() >= plan.earlyStop();
  }

  /**
   * Trains what is left of the epochs.
   *
   * @param stop asked after every step; once it says yes, the training is saved and ends
   * @return whether it came to its end
   * @throws DivergedException if the loss is no number any more, or has exploded
   * @throws IOException if the run folder cannot be written
   */
  boolean train(RunFolder run, MetricsLog log, Listener listener, BooleanSupplier stop)
      throws IOException {
    positionTime = System.nanoTime();
    if (position.step() == 0) {
      save(run, log);
    }
    savedTime = System.nanoTime();
    while (!done()) {
      try {
        if (!epoch(run, log, listener, stop)) {
          return false;
        }
      } catch (DivergedException e) {
        rollBack(run, log, listener, e);
      }
    }
    return true;
  }

  /** One epoch, or what is left of it; false if it was stopped. */
  private boolean epoch(RunFolder run, MetricsLog log, Listener listener, BooleanSupplier stop)
      throws IOException {
    long epochStart = System.nanoTime();
    double waitedBefore = batches.waitedSeconds();
    boolean wholeEpoch = position.batch() == 0;
    int samples;
    try (FaceDataSetIterator faces =
        new FaceDataSetIterator(batches, plan.stacks(), position.epoch(), position.batch())) {
      boolean ended =
          fitting.fit(
              faces,
              faces::peek,
              loss -> afterStep(run, log, listener, stop, faces, loss, epochStart));
      if (!ended || stop.getAsBoolean()) {
        save(run, log);
        return false;
      }
      samples = faces.faceCount();
      requireFaces(samples, wholeEpoch);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    double epochSeconds = secondsSince(epochStart);
    double waitedSeconds = batches.waitedSeconds() - waitedBefore;
    double loss =
        log.losses().subList((int) position.epochFirstStep(), (int) position.step()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    position = position.afterEpoch(seconds());
    EpochMetrics metrics =
        new EpochMetrics(
            position.epoch(),
            position.step(),
            loss,
            learningRate(),
            samples / epochSeconds,
            position.seconds(),
            waitedSeconds,
            null,
            null,
            null);
    if (settings.validation().isPresent()
        && (position.epoch() % plan.validateEvery() == 0 || position.epoch() == plan.epochs())) {
      Metrics validation = validate(settings.validation().get(), listener);
      metrics = metrics.with(validation);
      boolean better = validation.nme() < position.bestNme();
      position = position.afterValidation(validation.nme());
      if (better) {
        save(run.bestCheckpoint());
      }
    }
    log.epoch(metrics);
    save(run, log);
    listener.epoch(metrics, waitedSeconds / epochSeconds);
    return true;
  }

  /** Ends a training of which no picture can be read: its epochs would be empty. */
  private void requireFaces(int samples, boolean wholeEpoch) {
    if (samples == 0 && wholeEpoch) {
      List<String> all = skipped();
      throw new IllegalArgumentException(
          "none of the pictures to learn from can be read%s"
              .formatted(all.isEmpty() ? "" : "; the first: " + all.get(0)));
    }
  }

  /** Says whether the training goes on. */
  private boolean afterStep(
      RunFolder run,
      MetricsLog log,
      Listener listener,
      BooleanSupplier stop,
      FaceDataSetIterator faces,
      double loss,
      long epochStart) {
    skipped.tell(skipped(), listener);
    double rate = learningRate();
    log.step(loss, rate);
    if (DivergenceWatch.diverged(log.losses())) {
      throw new DivergedException(position.step() + 1, loss, faces.current().faces());
    }
    average.ifPresent(
        weights -> {
          fitting.synchronise();
          weights.update();
        });
    position = position.afterStep(faces.taken(), seconds());
    listener.step(
        new StepMetrics(
            position.epoch() + 1,
            position.step(),
            loss,
            fitting.stackLosses(),
            rate,
            faces.faceCount() / secondsSince(epochStart)));
    settings.watch().accept(graph());
    if (stop.getAsBoolean()) {
      return false;
    }
    if (System.nanoTime() - savedTime >= settings.betweenCheckpoints().toNanos()) {
      try {
        save(run, log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  private Metrics validate(Validation validation, Listener listener) {
    fitting.synchronise();
    Supplier<Evaluation> measuring =
        () -> validation.evaluation(network, plan.cropEnlargement(), settings.device());
    Evaluation evaluation = average.map(weights -> weights.instead(measuring)).orElseGet(measuring);
    skippedInValidation = evaluation.skipped();
    unvalidated.tell(skippedInValidation, listener);
    return evaluation.metrics();
  }

  /** Back to the last checkpoint, with smaller steps; or the end, if that was tried too often. */
  private void rollBack(RunFolder run, MetricsLog log, Listener listener, DivergedException e)
      throws IOException {
    double factor = position.rateFactor() * ROLLBACK_FACTOR;
    if (!settings.rollback() || factor < Math.pow(ROLLBACK_FACTOR, MOST_ROLLBACKS)) {
      throw e;
    }
    resume(run);
    position = position.withRateFactor(factor);
    applyRateFactor();
    log.goBack(position);
    listener.notice(
        "%s%nback to step %d with %s of the learning rate"
            .formatted(e.getMessage(), position.step(), factor));
  }

  private void save(RunFolder run, MetricsLog log) throws IOException {
    fitting.synchronise();
    log.flush();
    save(run.lastCheckpoint());
    savedTime = System.nanoTime();
  }

  /** The loss was finite before the last step: what it did to the weights shows only here. */
  private void save(Path checkpoint) throws IOException {
    try {
      checkpoint().save(checkpoint);
    } catch (UnusableCheckpointException e) {
      throw new DivergedException(position.step(), e.what());
    }
  }

  private double learningRate() {
    return plan.learningRates(steps, position.rateFactor()).valueAt((int) position.step(), 0);
  }

  /** Of training, over all the times that it was resumed. */
  private double seconds() {
    double since = secondsSince(positionTime);
    positionTime = System.nanoTime();
    return position.seconds() + since;
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  @Override
  public void close() {
    fitting.close();
    batches.close();
  }
}
