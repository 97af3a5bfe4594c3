package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import java.util.function.Function;

/**
 * A backend that has been chosen, to be started with a network.
 *
 * @param description for people: the backend's name, and what it computes on
 * @param starter starts one that takes the network over
 */
public record BackendChoice(
    String description, Function<HourglassNetwork, InferenceBackend> starter) {

  /** Starts a backend that takes the network over: it is closed with it, or before. */
  public InferenceBackend start(HourglassNetwork network) {
    return starter.apply(network);
  }
}
