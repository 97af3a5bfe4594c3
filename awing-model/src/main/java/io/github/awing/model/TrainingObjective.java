package io.github.awing.model;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.WeightedLossMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a network is trained towards, and by which steps.
 *
 * @param loss the loss between a heatmap and its target
 * @param weightMap the weighted loss map (the paper, section 4.2); empty to weigh all pixels alike
 * @param stackWeights what each stack's loss counts, in order, one per stack, all above 0
 * @param updater the optimiser with its learning rate schedule
 * @param weightDecay L2 regularisation of the convolutions' weights, added to their gradient, 0 for
 *     none
 */
public record TrainingObjective(
    AdaptiveWing loss,
    Optional<WeightedLossMap> weightMap,
    List<Double> stackWeights,
    IUpdater updater,
    double weightDecay) {

  /**
   * Checks every part.
   *
   * @throws IllegalArgumentException if a stack's weight or the weight decay is out of range
   */
  public TrainingObjective {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(weightMap, "weightMap");
    Objects.requireNonNull(updater, "updater");
    stackWeights = List.copyOf(stackWeights);
    if (stackWeights.stream().anyMatch(weight -> !(weight > 0 && Double.isFinite(weight)))) {
      throw new IllegalArgumentException(
          "every stack's weight must be above 0, but they are " + stackWeights);
    }
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException("weightDecay must be 0 or more, but is " + weightDecay);
    }
  }
}
