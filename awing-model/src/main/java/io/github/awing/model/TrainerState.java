package io.github.awing.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a trainer keeps beside weights and updater, to go on as if it had not been stopped.
 *
 * @param numbers by name and in its order; the trainer's own, finite
 * @param average a moving average of the weights, as long as they are, if the trainer keeps one;
 *     then it is what is used, and the weights are what is trained
 */
public record TrainerState(Map<String, Double> numbers, Optional<INDArray> average) {

  /** Of a network that no trainer goes on with. */
  public static final TrainerState NONE = new TrainerState(Map.of(), Optional.empty());

  /**
   * Takes a copy of the numbers.
   *
   * @throws IllegalArgumentException if a number is not finite
   */
  public TrainerState {
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    numbers.forEach(
        (name, number) -> {
          if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(name + " must be finite, but is " + number);
          }
        });
  }

  /** The number of that name, or another if there is none. */
  public double number(String name, double otherwise) {
    return numbers.getOrDefault(name, otherwise);
  }
}
