package io.github.awing.train;

import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.ParallelWrapper.TrainingMode;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains one network on several devices at once, with Deeplearning4j's {@link ParallelWrapper}.
 * Each device has a replica; they share out every batch, and average weights, running statistics
 * and the updater's state after it. On a CPU a device is a thread.
 *
 * <p>As the devices share a batch, a step is a step of the plan, whatever their number: neither
 * learning rate nor schedule change. (Deeplearning4j's other mode, which shares gradients rounded
 * to a threshold, learnt far less in as many steps.)
 *
 * @param graph to be trained in place, with the state of its updater and its iteration count
 * @param devices at least 2
 */
record ParallelFitting(ComputationGraph graph, int devices) implements Fitting {

  @Override
  public boolean fit(
      MultiDataSetIterator batches,
      Supplier<Optional<MultiDataSet>> upcoming,
      DoublePredicate goesOn) {
    try (SharedOutBatches shares =
            new SharedOutBatches(batches, devices, () -> goesOn.test(graph.score()));
        Replicas replicas = new Replicas(graph, devices, shares)) {
      replicas.wrapper.fit(shares);
      shares.finishStep();
      return !batches.hasNext();
    }
  }

  /** Replicas, whose threads end when it is closed, even after a failure. */
  private static final class Replicas implements AutoCloseable {

    private final ParallelWrapper wrapper;

    Replicas(ComputationGraph graph, int devices, SharedOutBatches shares) {
      wrapper =
          new ParallelWrapper.Builder<>(graph)
              .workers(devices)
              .trainingMode(TrainingMode.AVERAGING)
              .averagingFrequency(1)
              .averageUpdaters(true)
              // Batches are prepared ahead where they come from.
              .prefetchBuffer(0)
              .workspaceMode(WorkspaceMode.ENABLED)
              .build();
      wrapper.setTrainerContext(new ReplicaTrainer.Context(devices, shares::take));
    }

    @Override
    public void close() {
      wrapper.shutdown();
    }
  }
}
