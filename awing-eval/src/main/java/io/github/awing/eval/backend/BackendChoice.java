package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import java.util.function.Function;

/**
 * Backend that is chosen but not started.
 *
 * @param description the backend's name and device, for people
 * @param starter starts the backend and takes the network over
 */
public record BackendChoice(
    String description, Function<HourglassNetwork, InferenceBackend> starter) {

  /** Starts the backend, which takes the network over and closes it. */
  public InferenceBackend start(HourglassNetwork network) {
    return starter.apply(network);
  }
}
