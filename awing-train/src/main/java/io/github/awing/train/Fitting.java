package io.github.awing.train;

import java.util.function.DoubleConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** How a network is moved by batches: on one device, or on several at once. */
interface Fitting {

  /**
   * Trains on all batches that are left, step by step.
   *
   * @param batches asked for only when the step before is done, so that their memory may be used
   *     again
   * @param afterStep told the step's loss, on this thread and before the next batch is asked for;
   *     what it throws ends the training
   */
  void fit(MultiDataSetIterator batches, DoubleConsumer afterStep);

  /**
   * Trains this network in place.
   *
   * @param devices at least 1, see {@link #check}
   */
  static Fitting on(ComputationGraph graph, TrainingPlan plan, int devices) {
    check(plan, devices);
    return devices == 1
        ? new TrainingStep(graph, plan.accumulate(), plan.gradientClip())
        : new ParallelFitting(graph, devices);
  }

  /**
   * Checks that a plan can be trained on so many devices: every one has a face of each batch, and
   * several know no steps of several batches and no clipping.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static void check(TrainingPlan plan, int devices) {
    if (devices < 1 || devices > plan.batchSize()) {
      throw new IllegalArgumentException(
          "--devices must be from 1 to the plan's batch-size, %d, but is %d"
              .formatted(plan.batchSize(), devices));
    }
    if (devices > 1) {
      plan.requireStepsOfSingleBatches("with several devices");
    }
  }
}
