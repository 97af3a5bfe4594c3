package io.github.awing.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * State of a trainer besides weights and updater, needed to continue an interrupted training
 * exactly.
 *
 * @param numbers the trainer's numbers by name, in its order, all finite
 * @param average moving average of the weights, of their length, if the trainer keeps one;
 *     inference then uses the average, and training the weights
 */
public record TrainerState(Map<String, Double> numbers, Optional<INDArray> average) {

  /** State of a network whose training will not continue. */
  public static final TrainerState NONE = new TrainerState(Map.of(), Optional.empty());

  /**
   * Copies the numbers.
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

  /** The number of this name, or {@code otherwise} if there is none. */
  public double number(String name, double otherwise) {
    return numbers.getOrDefault(name, otherwise);
  }
}
