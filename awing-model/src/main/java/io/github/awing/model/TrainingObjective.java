package io.github.awing.model;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import java.util.Collections;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Objective of a training: loss, updater and weight decay.
 *
 * @param loss between every stack's heatmaps and their targets; its layout is the network's
 * @param updater the optimiser with its learning rate schedule
 * @param weightDecay L2 regularisation of the convolutions' weights, added to their gradient, 0 for
 *     none
 */
public record TrainingObjective(MultiStackLoss loss, IUpdater updater, double weightDecay) {

  /**
   * The paper's loss for this number of stacks, all of weight 1, for networks that are not trained.
   */
  static TrainingObjective none(int stacks) {
    return new TrainingObjective(
        new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(stacks, 1.0)), new NoOp(), 0);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the weight decay is out of range
   */
  public TrainingObjective {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(updater, "updater");
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException("weightDecay must be 0 or more, but is " + weightDecay);
    }
  }
}
