package io.github.awing.train;

import io.github.awing.model.Checkpoint;
import java.util.HashMap;
import java.util.Map;

/**
 * Position of a training, as its checkpoints keep it.
 *
 * @param epoch how many epochs are done
 * @param batch how many batches of the next one are done
 * @param step how many steps are done
 * @param epochFirstStep how many steps were done when the epoch began
 * @param bestNme the lowest NME of a validation, infinite before the first
 * @param validationsSinceBest how many validations were no better
 * @param rateFactor factor of the plan's learning rates, below 1 after divergences
 * @param seconds that the training has taken
 */
record TrainingPosition(
    int epoch,
    int batch,
    long step,
    long epochFirstStep,
    double bestNme,
    int validationsSinceBest,
    double rateFactor,
    double seconds) {

  private static final String BATCH = "batch";
  private static final String EPOCH_FIRST_STEP = "epochFirstStep";
  private static final String BEST_NME = "bestNme";
  private static final String VALIDATIONS_SINCE_BEST = "validationsSinceBest";
  private static final String RATE_FACTOR = "rateFactor";
  private static final String SECONDS = "seconds";

  static final TrainingPosition START =
      new TrainingPosition(0, 0, 0, 0, Double.POSITIVE_INFINITY, 0, 1, 0);

  /** Reads the position of a checkpoint. */
  static TrainingPosition of(Checkpoint checkpoint) {
    var state = checkpoint.state();
    return new TrainingPosition(
        checkpoint.epoch(),
        (int) state.number(BATCH, 0),
        checkpoint.step(),
        (long) state.number(EPOCH_FIRST_STEP, checkpoint.step()),
        state.number(BEST_NME, Double.POSITIVE_INFINITY),
        (int) state.number(VALIDATIONS_SINCE_BEST, 0),
        state.number(RATE_FACTOR, 1),
        state.number(SECONDS, 0));
  }

  /** Lists the numbers that a checkpoint keeps beside epoch and step. */
  Map<String, Double> numbers() {
    Map<String, Double> numbers = new HashMap<>();
    numbers.put(BATCH, (double) batch);
    numbers.put(EPOCH_FIRST_STEP, (double) epochFirstStep);
    if (Double.isFinite(bestNme)) {
      numbers.put(BEST_NME, bestNme);
    }
    numbers.put(VALIDATIONS_SINCE_BEST, (double) validationsSinceBest);
    numbers.put(RATE_FACTOR, rateFactor);
    numbers.put(SECONDS, seconds);
    return numbers;
  }

  /** Returns the position one step on, after so many batches of the epoch and seconds in all. */
  TrainingPosition afterStep(int batches, double secondsNow) {
    return new TrainingPosition(
        epoch,
        batches,
        step + 1,
        epochFirstStep,
        bestNme,
        validationsSinceBest,
        rateFactor,
        secondsNow);
  }

  /** Returns the beginning of the next epoch. */
  TrainingPosition afterEpoch(double secondsNow) {
    return new TrainingPosition(
        epoch + 1, 0, step, step, bestNme, validationsSinceBest, rateFactor, secondsNow);
  }

  /** Returns the position after a validation. */
  TrainingPosition afterValidation(double nme) {
    boolean better = nme < bestNme;
    return new TrainingPosition(
        epoch,
        batch,
        step,
        epochFirstStep,
        better ? nme : bestNme,
        better ? 0 : validationsSinceBest + 1,
        rateFactor,
        seconds);
  }

  /** Returns the same position, with another factor of the rates from here on. */
  TrainingPosition withRateFactor(double factor) {
    return new TrainingPosition(
        epoch, batch, step, epochFirstStep, bestNme, validationsSinceBest, factor, seconds);
  }
}
