package io.github.awing.train;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.Device;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Trains a network on batches: on one device, or on several at once. */
interface Fitting extends AutoCloseable {

  /**
   * Trains on all batches that are left, step by step.
   *
   * @param batches asked for only when the step before is done, so that their memory may be used
   *     again
   * @param upcoming the batch that comes next, if it is ready by now
   * @param goesOn told the step's loss, on this thread and before the next batch is asked for; says
   *     whether there is to be another step
   * @return whether no batch is left
   */
  boolean fit(
      MultiDataSetIterator batches,
      Supplier<Optional<MultiDataSet>> upcoming,
      DoublePredicate goesOn);

  /** Trains without a look ahead. */
  default boolean fit(MultiDataSetIterator batches, DoublePredicate goesOn) {
    return fit(batches, Optional::empty, goesOn);
  }

  /** Returns the weighted losses of the stacks in the last batch; empty if they are not known. */
  default List<Double> stackLosses() {
    return List.of();
  }

  /** Brings the network up to date, where a device has its own copy of it. */
  default void synchronise() {}

  /** Frees all but the network. */
  @Override
  default void close() {}

  /**
   * Trains this network in place.
   *
   * @param device that computes, if it is one
   * @throws IllegalArgumentException if the plan cannot be trained in these settings
   */
  static Fitting on(
      HourglassNetwork network, TrainingPlan plan, TrainingSettings settings, Device device) {
    settings.requireFor(plan);
    return settings.devices() == 1
        ? new ProgramFitting(
            new TrainingProgram(
                network,
                new TrainingProgram.Options(plan.gradientClip(), settings.recomputeActivations()),
                device),
            plan.accumulate())
        : new ParallelFitting(network.graph(), settings.devices());
  }
}
