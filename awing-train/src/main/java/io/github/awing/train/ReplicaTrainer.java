package io.github.awing.train;

import io.github.awing.model.RootCause;
import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.factory.DefaultTrainerContext;
import org.deeplearning4j.parallelism.trainer.DefaultTrainer;
import org.deeplearning4j.parallelism.trainer.Trainer;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains one device's replica. Deeplearning4j's {@link DefaultTrainer} may copy a network that
 * another device has begun to train, and waits forever for a replica that runs out of memory or
 * cannot be made. Here no device begins before all have their copy, and a failure ends the
 * training.
 */
final class ReplicaTrainer extends DefaultTrainer {

  private final CountDownLatch unready;
  private final Runnable beginning;

  private ReplicaTrainer(
      CountDownLatch unready,
      Runnable beginning,
      Model model,
      String uuid,
      int threadId,
      ParallelWrapper wrapper,
      WorkspaceMode mode,
      int averagingFrequency) {
    this.unready = unready;
    this.beginning = beginning;
    this.originalModel = model;
    this.uuid = uuid + "_thread_" + threadId;
    this.threadId = threadId;
    this.useMDS = true;
    this.parallelWrapper = wrapper;
    this.workspaceMode = mode;
    this.averagingFrequency = averagingFrequency;
    setupIfNeccessary();
  }

  @Override
  protected void postInit() {
    super.postInit();
    unready.countDown();
  }

  @Override
  public void feedMultiDataSet(MultiDataSet share, long preparationTime) {
    try {
      unready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while devices were being prepared", e);
    }
    beginning.run();
    super.feedMultiDataSet(share, preparationTime);
  }

  @Override
  public void run() {
    try {
      super.run();
    } catch (RuntimeException | Error e) {
      if (thrownException == null) {
        thrownException = new IllegalStateException(e);
      }
      isStopped.set(true);
      unready.countDown();
    }
  }

  /**
   * Waits for this device's step.
   *
   * @throws IllegalStateException if the device failed
   * @throws Error if it failed by one
   */
  @Override
  public void waitTillRunning() {
    try {
      super.waitTillRunning();
    } catch (RuntimeException e) {
      Throwable cause = RootCause.of(e);
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a device failed: " + cause.getMessage(), e);
    }
  }

  /** Makes the replicas' trainers. */
  static final class Context extends DefaultTrainerContext {

    private final CountDownLatch unready;
    private final Runnable beginning;

    /**
     * Prepares for a number of devices.
     *
     * @param beginning told when a device is given a share
     */
    Context(int devices, Runnable beginning) {
      this.unready = new CountDownLatch(devices);
      this.beginning = beginning;
    }

    @Override
    public Trainer create(
        String uuid,
        int threadId,
        Model model,
        int rootDevice,
        boolean useMultiDataSet,
        ParallelWrapper wrapper,
        WorkspaceMode mode,
        int averagingFrequency) {
      return new ReplicaTrainer(
          unready, beginning, model, uuid, threadId, wrapper, mode, averagingFrequency);
    }
  }
}
