package io.github.awing.train.cli;

import io.github.awing.train.StepMetrics;
import io.github.awing.train.TrainingListener;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Shows a training on Deeplearning4j's own page, in a build that has it. */
final class TrainingUi implements TrainingListener, AutoCloseable {

  private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
  private final UIServer server;

  /** Collects no gradients and updates: a compiled program shows them to no listener. */
  private final StatsListener listener =
      new StatsListener(
          storage,
          null,
          new DefaultStatsUpdateConfiguration.Builder()
              .collectPerformanceStats(false)
              .collectLearningRates(false)
              .collectHistogramsGradients(false)
              .collectHistogramsUpdates(false)
              .collectHistogramsActivations(false)
              .collectMeanGradients(false)
              .collectMeanUpdates(false)
              .collectMeanActivations(false)
              .collectStdevGradients(false)
              .collectStdevUpdates(false)
              .collectStdevActivations(false)
              .collectMeanMagnitudesGradients(false)
              .collectMeanMagnitudesUpdates(false)
              .collectMeanMagnitudesActivations(false)
              .build(),
          null,
          null);

  private TrainingUi(UIServer server) {
    this.server = server;
    server.attach(storage);
  }

  /**
   * Opens the page on this machine.
   *
   * @throws IllegalArgumentException if this build does not have it
   */
  static TrainingUi open() {
    try {
      TrainingUi ui = new TrainingUi(UIServer.getInstance());
      System.err.println("watch the training at " + ui.server.getAddress());
      return ui;
    } catch (NoClassDefFoundError e) {
      throw new IllegalArgumentException(
          "--ui: this build does not have it; build it with ./mvnw -Pui package", e);
    }
  }

  @Override
  public void step(StepMetrics metrics, ComputationGraph graph) {
    listener.iterationDone(graph, graph.getIterationCount(), graph.getEpochCount());
  }

  @Override
  public void close() {
    server.detach(storage);
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
