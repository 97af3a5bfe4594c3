package io.github.awing.eval.engine;

import io.github.awing.model.HourglassNetwork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network itself, where it cannot be frozen. Its graph is for one thread at a time, and ND4J
 * keeps working memory for each thread that ever ran one: so all runs are on one thread of the
 * engine's own, where a lock would let the memory grow with the callers.
 */
final class Nd4jEngine implements HeatmapEngine {

  private final HourglassNetwork network;
  private final boolean owned;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "heatmaps");
            daemon.setDaemon(true);
            return daemon;
          });

  Nd4jEngine(HourglassNetwork network, boolean owned) {
    this.network = network;
    this.owned = owned;
  }

  @Override
  public INDArray heatmaps(INDArray pictures) {
    try {
      // Uninterruptible: who stopped waiting could free the pictures under the network.
      return CompletableFuture.supplyAsync(() -> network.heatmaps(pictures), thread).join();
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the engine is closed", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  @Override
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(
          () -> {
            Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
            if (owned) {
              network.graph().close();
            }
          });
      thread.shutdown();
    }
  }
}
