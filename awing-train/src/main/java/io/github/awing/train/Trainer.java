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
import io.github.awing.program.cpu.Devices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs the training loop: epochs of shuffled, augmented batches, a checkpoint after each epoch, and
 * a validation as the plan says. It resumes from a checkpoint as if there had been no stop.
 *
 * <p>The processor's arithmetic of the weights' update is in {@code program.cpu.OptimiserTasks}.
 */
final class Trainer implements AutoCloseable {

  private static final int MOST_ROLLBACKS = 5;
  private static final double ROLLBACK_FACTOR = 0.5;

  private final TrainingPlan plan;
  private final LandmarkScheme scheme;
  private final Optional<Validation> validation;
  private final TrainingSettings settings;
  private final Device device;
  private final FaceBatches batches;
  private final int steps;
  private HourglassNetwork network;
  private Fitting fitting;
  private Optional<WeightAverage> average = Optional.empty();
  private TrainingPosition position = TrainingPosition.START;
  private long positionTime;
  private long savedTime;

  private final Set<String> skipped = new LinkedHashSet<>();
  private final Set<String> everUnvalidated = new HashSet<>();
  private List<String> skippedInValidation = List.of();

  /** Builds the network with fresh weights; nothing is read or trained yet. */
  Trainer(
      TrainingPlan plan,
      FaceDataSet faces,
      Optional<FaceDataSet> validation,
      TrainingSettings settings) {
    this.plan = plan;
    this.scheme = faces.scheme();
    this.validation = validation.map(found -> new Validation(found, settings.strict()));
    this.settings = settings;
    this.device = settings.device().orElseGet(Devices::ofNd4j);
    this.batches = PlannedFaces.batches(plan, faces, settings.strict(), settings.threads());
    this.steps = plan.epochs() * ((batches.perEpoch() + plan.accumulate() - 1) / plan.accumulate());
    use(HourglassNetwork.create(plan.network(scheme.count()), plan.objective(steps), plan.seed()));
    startAverage(Optional.empty());
  }

  private void use(HourglassNetwork trained) {
    network = trained;
    fitting = Fitting.on(trained, plan, settings, device);
  }

  private void startAverage(Optional<INDArray> start) {
    average =
        plan.weightAverage() == 0
            ? Optional.empty()
            : Optional.of(new WeightAverage(graph().params(), start, plan.weightAverage()));
  }

  /** Counts the steps of the whole training, if no picture is skipped. */
  int steps() {
    return steps;
  }

  /** Tells how far the training is. */
  TrainingPosition position() {
    return position;
  }

  /** Lists the pictures that could not be read so far, a line each. */
  List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** Lists the faces that the last validation could not measure, a line each. */
  List<String> skippedInValidation() {
    return skippedInValidation;
  }

  /**
   * Begins with weights of another training.
   *
   * @return the layers that begin afresh, see {@link InitialWeights#copyInto}
   */
  List<String> begin(InitialWeights weights) {
    List<String> fresh = weights.copyInto(network);
    startAverage(Optional.empty());
    return fresh;
  }

  /** Goes on from the last checkpoint of a run folder, of the same plan and faces. */
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

  /** Makes a checkpoint: the network as it is now, and all that it takes to go on. */
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

  /** Tells whether the plan is done. */
  boolean done() {
    return position.epoch() >= plan.epochs()
        || plan.earlyStop() > 0 && position.validationsSinceBest() >= plan.earlyStop();
  }

  /**
   * Trains the epochs that are left.
   *
   * @return whether it came to its end
   * @throws DivergedException if the loss is no number any more, or has exploded
   * @throws IOException if the run folder cannot be written
   */
  boolean train(RunFolder run, MetricsLog log, TrainingListener listener) throws IOException {
    positionTime = System.nanoTime();
    if (position.step() == 0) {
      save(run, log, listener);
    }
    savedTime = System.nanoTime();
    while (!done()) {
      try {
        if (!epoch(run, log, listener)) {
          return false;
        }
      } catch (DivergedException e) {
        rollBack(run, log, listener, e);
      }
    }
    return true;
  }

  /** Trains an epoch, or the rest of one; false if it was stopped. */
  private boolean epoch(RunFolder run, MetricsLog log, TrainingListener listener)
      throws IOException {
    long epochStart = System.nanoTime();
    double waitedBefore = batches.waitedSeconds();
    boolean wholeEpoch = position.batch() == 0;
    int samples;
    try (FaceDataSetIterator faces =
        new FaceDataSetIterator(batches, plan.stacks(), position.epoch(), position.batch())) {
      boolean ended =
          fitting.fit(
              faces, faces::peek, loss -> afterStep(run, log, listener, faces, loss, epochStart));
      if (!ended || listener.stops()) {
        save(run, log, listener);
        return false;
      }
      samples = faces.faceCount();
      requireFaces(samples, wholeEpoch);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    tellSkipped(listener);
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
    if (validation.isPresent()
        && (position.epoch() % plan.validateEvery() == 0 || position.epoch() == plan.epochs())) {
      Metrics measured = validate(validation.get(), listener);
      metrics = metrics.with(measured);
      boolean better = measured.nme() < position.bestNme();
      position = position.afterValidation(measured.nme());
      if (better) {
        save(run.bestCheckpoint(), listener);
      }
    }
    log.epoch(metrics);
    save(run, log, listener);
    listener.epoch(metrics, waitedSeconds / epochSeconds);
    return true;
  }

  /** Ends a training of which no picture can be read: its epochs would be empty. */
  private void requireFaces(int samples, boolean wholeEpoch) {
    if (samples == 0 && wholeEpoch) {
      List<String> all = batches.skipped();
      throw new IllegalArgumentException(
          "none of the pictures to learn from can be read%s"
              .formatted(all.isEmpty() ? "" : "; the first: " + all.get(0)));
    }
  }

  private void tellSkipped(TrainingListener listener) {
    batches.skipped().stream().filter(skipped::add).forEach(listener::skipped);
  }

  /** Says whether the training goes on. */
  private boolean afterStep(
      RunFolder run,
      MetricsLog log,
      TrainingListener listener,
      FaceDataSetIterator faces,
      double loss,
      long epochStart) {
    tellSkipped(listener);
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
            faces.faceCount() / secondsSince(epochStart)),
        graph());
    if (listener.stops()) {
      return false;
    }
    if (System.nanoTime() - savedTime >= settings.betweenCheckpoints().toNanos()) {
      try {
        save(run, log, listener);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  private Metrics validate(Validation faces, TrainingListener listener) {
    fitting.synchronise();
    Supplier<Evaluation> measuring =
        () -> faces.evaluation(network, plan.cropEnlargement(), device);
    Evaluation evaluation = average.map(weights -> weights.instead(measuring)).orElseGet(measuring);
    skippedInValidation = evaluation.skipped();
    skippedInValidation.stream()
        .filter(everUnvalidated::add)
        .forEach(listener::skippedInValidation);
    listener.validation(evaluation);
    return evaluation.metrics();
  }

  /**
   * Returns to the last checkpoint, with smaller steps; ends the training after too many returns.
   */
  private void rollBack(
      RunFolder run, MetricsLog log, TrainingListener listener, DivergedException e)
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

  private void save(RunFolder run, MetricsLog log, TrainingListener listener) throws IOException {
    fitting.synchronise();
    log.flush();
    save(run.lastCheckpoint(), listener);
    savedTime = System.nanoTime();
  }

  /** Saves a checkpoint; only here the weights show a last step that made them infinite. */
  private void save(Path checkpoint, TrainingListener listener) throws IOException {
    try {
      checkpoint().save(checkpoint);
    } catch (UnusableCheckpointException e) {
      throw new DivergedException(position.step(), e.what());
    }
    listener.checkpoint(checkpoint);
  }

  private double learningRate() {
    return plan.learningRates(steps, position.rateFactor()).valueAt((int) position.step(), 0);
  }

  /** Counts the seconds of training, over all sittings. */
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
