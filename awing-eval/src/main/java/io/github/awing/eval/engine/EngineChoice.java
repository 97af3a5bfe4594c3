package io.github.awing.eval.engine;

import io.github.awing.model.HourglassNetwork;
import java.util.function.Function;

/**
 * An engine that has been chosen, to be started with a network.
 *
 * @param description for people: the engine's name, and what it computes on
 * @param starter starts one that takes the network over
 */
public record EngineChoice(String description, Function<HourglassNetwork, HeatmapEngine> starter) {

  /** Starts an engine that takes the network over: it is closed with it, or before. */
  public HeatmapEngine start(HourglassNetwork network) {
    return starter.apply(network);
  }
}
