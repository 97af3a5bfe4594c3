package io.github.awing.train;

import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exponential moving average of the weights, batch normalisations' statistics included. It varies
 * less than the weights, and is often better.
 */
final class WeightAverage {

  private final INDArray weights;
  private final INDArray average;
  private final double keep;

  /**
   * Begins with an average.
   *
   * @param weights of the network, as they change
   * @param start the average so far; nothing to begin with the weights as they are
   * @param keep how much of the average stays at each step, in 0 to below 1
   */
  WeightAverage(INDArray weights, Optional<INDArray> start, double keep) {
    this.weights = weights;
    this.average = start.orElse(weights).dup();
    this.keep = keep;
  }

  /** Takes in the weights after a step. */
  void update() {
    // In place: the network's weights are large, and this is done at every step.
    average.subi(weights).muli(keep).addi(weights);
  }

  INDArray average() {
    return average;
  }

  /** Does something with the average in place of the weights. */
  <T> T instead(Supplier<T> task) {
    INDArray trained = weights.dup();
    weights.assign(average);
    try {
      return task.get();
    } finally {
      weights.assign(trained);
    }
  }
}
