package io.github.awing.train;

import java.util.function.DoubleConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** How a network is moved by batches: on one device, or on several at once. */
interface Fitting {

  /**
   * Trains on all batches that are left, a step for each.
   *
   * @param batches one is asked for only when the step before is done, so that their memory may be
   *     used again
   * @param afterStep told the step's loss, on this thread and before the next batch is asked for;
   *     what it throws ends the training
   */
  void fit(MultiDataSetIterator batches, DoubleConsumer afterStep);

  /**
   * Trains this network in place.
   *
   * @param devices at least 1
   * @throws IllegalArgumentException if there are none
   */
  static Fitting on(ComputationGraph graph, int devices) {
    if (devices < 1) {
      throw new IllegalArgumentException("devices must be at least 1, but are " + devices);
    }
    return devices > 1
        ? new ParallelFitting(graph, devices)
        : (batches, afterStep) -> {
          while (batches.hasNext()) {
            graph.fit(batches.next());
            afterStep.accept(graph.score());
          }
        };
  }
}
