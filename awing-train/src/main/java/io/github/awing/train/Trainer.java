package io.github.awing.train;

import io.github.awing.data.FaceBatches;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.FaceDataSetIterator;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.train.RunFolder.EpochMetrics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The training loop: epochs of shuffled, augmented batches, a checkpoint after each epoch. */
final class Trainer implements AutoCloseable {

  /** Told while the training goes on. */
  interface Listener {

    /** After every step. */
    default void step(
        int epoch, int step, double loss, double learningRate, double samplesPerSecond) {}

    /** After every epoch, its checkpoint being written. */
    void epoch(EpochMetrics metrics);

    /** This one first, then the other. */
    default Listener and(Listener other) {
      Listener one = this;
      return new Listener() {
        @Override
        public void step(
            int epoch, int step, double loss, double learningRate, double samplesPerSecond) {
          one.step(epoch, step, loss, learningRate, samplesPerSecond);
          other.step(epoch, step, loss, learningRate, samplesPerSecond);
        }

        @Override
        public void epoch(EpochMetrics metrics) {
          one.epoch(metrics);
          other.epoch(metrics);
        }
      };
    }
  }

  /**
   * What a training leaves.
   *
   * @param checkpoint the network, and where it comes from
   * @param losses of every step
   * @param skipped what could not be read, a line a picture
   */
  record Result(Checkpoint checkpoint, double[] losses, List<String> skipped) {}

  private static final int READING_THREADS = 1;

  private final TrainingPlan plan;
  private final LandmarkScheme scheme;
  private final FaceBatches batches;
  private final int steps;
  private final HourglassNetwork network;
  private final Fitting fitting;
  private int step;

  /** Builds the network with fresh weights; nothing is read or trained yet. */
  Trainer(TrainingPlan plan, FaceDataSet faces, boolean strict) {
    this(plan, faces, strict, 1);
  }

  /**
   * Builds the network with fresh weights; nothing is read or trained yet.
   *
   * @param devices on how many at once, at least 1
   */
  Trainer(TrainingPlan plan, FaceDataSet faces, boolean strict, int devices) {
    this.plan = plan;
    this.scheme = faces.scheme();
    this.batches = PlannedFaces.batches(plan, faces, strict, READING_THREADS);
    this.steps = plan.epochs() * batches.perEpoch();
    this.network =
        HourglassNetwork.create(plan.network(scheme.count()), plan.objective(steps), plan.seed());
    this.fitting = Fitting.on(network.graph(), devices);
  }

  /** How many steps the whole training has, if no picture is skipped. */
  int steps() {
    return steps;
  }

  /** The network as it stands, with where it comes from. */
  Checkpoint checkpoint(int epoch, int step) {
    return new Checkpoint(
        network,
        scheme.definition(),
        plan.cropEnlargement(),
        epoch,
        step,
        plan.seed(),
        plan.toYaml());
  }

  /**
   * Trains all epochs.
   *
   * @throws DivergedException if the loss is no number any more
   * @throws IOException if the run folder cannot be written
   */
  Result train(RunFolder run, Listener listener) throws IOException {
    double[] losses = new double[steps];
    long start = System.nanoTime();
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      long epochStart = System.nanoTime();
      int firstStep = step;
      double waitedBefore = batches.waitedSeconds();
      int current = epoch;
      AtomicInteger samples = new AtomicInteger();
      try (FaceDataSetIterator faces = new FaceDataSetIterator(batches, plan.stacks(), epoch)) {
        fitting.fit(
            faces,
            loss -> {
              if (!Double.isFinite(loss)) {
                throw new DivergedException(step, loss, faces.current().faces());
              }
              losses[step++] = loss;
              listener.step(
                  current,
                  step,
                  loss,
                  learningRate(step),
                  samples.addAndGet(faces.current().size()) / secondsSince(epochStart));
            });
      }
      checkpoint(epoch + 1, step).save(run.lastCheckpoint());
      EpochMetrics metrics =
          new EpochMetrics(
              epoch + 1,
              step,
              Arrays.stream(losses, firstStep, step).average().orElse(Double.NaN),
              learningRate(step),
              samples.get() / secondsSince(epochStart),
              secondsSince(start),
              batches.waitedSeconds() - waitedBefore);
      run.append(metrics);
      listener.epoch(metrics);
    }
    return new Result(
        checkpoint(plan.epochs(), step), Arrays.copyOf(losses, step), batches.skipped());
  }

  @Override
  public void close() {
    batches.close();
  }

  private double learningRate(int step) {
    return plan.learningRates(steps).valueAt(step, 0);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
