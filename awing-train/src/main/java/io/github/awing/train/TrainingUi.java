package io.github.awing.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Deeplearning4j's own page for watching a training, in a build that has it. */
final class TrainingUi implements AutoCloseable {

  private final InMemoryStatsStorage storage = new InMemoryStatsStorage();
  private final UIServer server;

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

  /** Shows what becomes of a graph. */
  void show(ComputationGraph graph) {
    List<TrainingListener> listeners = new ArrayList<>(graph.getListeners());
    listeners.add(new StatsListener(storage));
    graph.setListeners(listeners);
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
