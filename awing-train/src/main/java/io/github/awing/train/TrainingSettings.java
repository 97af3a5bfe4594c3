package io.github.awing.train;

import io.github.awing.program.Device;
import io.github.awing.program.cpu.Devices;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a training that are not in its plan: device, threads, memory, checkpoints, and what
 * happens on errors. {@link #usual()} suits most; each {@code with} changes one.
 *
 * @param device that computes; empty for {@link Devices#ofNd4j()}: the processor, or the card in a
 *     build with {@code -Pcuda}
 * @param devices that train at once, sharing out every batch: ND4J's graphics cards, or threads of
 *     the processor; at least 1
 * @param threads that read and augment pictures, at least 1
 * @param recomputeActivations whether the backward pass computes activations again instead of
 *     keeping them: less memory, more time, the same weights
 * @param cacheBytes memory for decoded pictures, which later epochs then need not read; 0 or more
 * @param betweenCheckpoints longest time without a checkpoint, within an epoch too
 * @param strict whether a picture that cannot be read ends the training, instead of being skipped
 * @param rollback whether a training that diverges returns to its last checkpoint and goes on at
 *     half the learning rate, instead of ending
 */
public record TrainingSettings(
    Optional<Device> device,
    int devices,
    int threads,
    boolean recomputeActivations,
    long cacheBytes,
    Duration betweenCheckpoints,
    boolean strict,
    boolean rollback) {

  /** More would take much memory, as each thread prepares a batch of its own. */
  private static final int MOST_USUAL_THREADS = 16;

  private static final Duration USUAL_BETWEEN_CHECKPOINTS = Duration.ofMinutes(10);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range, or activations shall be
   *     computed again on several devices; the message begins with the setting's name
   */
  public TrainingSettings {
    check(devices >= 1, "devices must be at least 1, but is " + devices);
    check(threads >= 1, "threads must be at least 1, but is " + threads);
    check(cacheBytes >= 0, "cache must be 0 or more bytes, but is " + cacheBytes);
    check(
        !recomputeActivations || devices == 1,
        "recompute-activations needs devices 1, but devices is " + devices);
  }

  /**
   * One device, {@link Devices#ofNd4j()}; as many threads as the processor has cores, 16 at most; a
   * checkpoint every ten minutes; no cache; pictures that cannot be read are skipped; divergence
   * ends the training.
   */
  public static TrainingSettings usual() {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_USUAL_THREADS);
    return new TrainingSettings(
        Optional.empty(), 1, threads, false, 0, USUAL_BETWEEN_CHECKPOINTS, false, false);
  }

  /** Sets the device, opened in the precision that the training shall have. */
  public TrainingSettings withDevice(Device other) {
    return new TrainingSettings(
        Optional.of(other),
        devices,
        threads,
        recomputeActivations,
        cacheBytes,
        betweenCheckpoints,
        strict,
        rollback);
  }

  /** Sets how many devices train at once. */
  public TrainingSettings withDevices(int number) {
    return new TrainingSettings(
        device,
        number,
        threads,
        recomputeActivations,
        cacheBytes,
        betweenCheckpoints,
        strict,
        rollback);
  }

  /** Sets how many threads read and augment pictures. */
  public TrainingSettings withThreads(int number) {
    return new TrainingSettings(
        device,
        devices,
        number,
        recomputeActivations,
        cacheBytes,
        betweenCheckpoints,
        strict,
        rollback);
  }

  /** Sets whether the backward pass computes activations again. */
  public TrainingSettings withRecomputeActivations(boolean again) {
    return new TrainingSettings(
        device, devices, threads, again, cacheBytes, betweenCheckpoints, strict, rollback);
  }

  /** Sets the memory for decoded pictures. */
  public TrainingSettings withCacheBytes(long bytes) {
    return new TrainingSettings(
        device,
        devices,
        threads,
        recomputeActivations,
        bytes,
        betweenCheckpoints,
        strict,
        rollback);
  }

  /** Sets the longest time without a checkpoint. */
  public TrainingSettings withBetweenCheckpoints(Duration longest) {
    return new TrainingSettings(
        device, devices, threads, recomputeActivations, cacheBytes, longest, strict, rollback);
  }

  /** Sets whether a picture that cannot be read ends the training. */
  public TrainingSettings withStrict(boolean ends) {
    return new TrainingSettings(
        device,
        devices,
        threads,
        recomputeActivations,
        cacheBytes,
        betweenCheckpoints,
        ends,
        rollback);
  }

  /** Sets whether a training that diverges returns to its last checkpoint. */
  public TrainingSettings withRollback(boolean returns) {
    return new TrainingSettings(
        device,
        devices,
        threads,
        recomputeActivations,
        cacheBytes,
        betweenCheckpoints,
        strict,
        returns);
  }

  /**
   * Checks that a plan can be trained so: each device has a face of every batch, and several
   * devices know neither steps of several batches nor clipping.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void requireFor(TrainingPlan plan) {
    check(
        devices <= plan.batchSize(),
        "devices must be from 1 to the plan's batch-size, %d, but is %d"
            .formatted(plan.batchSize(), devices));
    if (devices > 1) {
      plan.requireStepsOfSingleBatches("with several devices");
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
