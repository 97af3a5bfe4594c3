package io.github.awing.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Loss of a stacked network: every stack's heatmaps against the same targets, summed with a weight
 * for each stack. In a Deeplearning4j network, each stack has a {@link HeatmapLossLayer}, see
 * {@link HeatmapLossLayer#ofStacks}.
 *
 * @param loss loss of each stack, a mean or a sum
 * @param stackWeights weights in the order of the stacks, all above 0
 */
public record MultiStackLoss(
    @JsonProperty("loss") HeatmapLoss loss,
    @JsonProperty("stackWeights") List<Double> stackWeights) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there is no stack, a weight is not above 0, or the loss is
   *     not reduced
   */
  @JsonCreator
  public MultiStackLoss {
    Objects.requireNonNull(loss, "loss");
    stackWeights = List.copyOf(stackWeights);
    if (stackWeights.isEmpty()) {
      throw new IllegalArgumentException("stackWeights must have a weight for every stack");
    }
    stackWeights.forEach(weight -> Positive.require("a stack's weight", weight));
    if (loss.reduction() == Reduction.NONE) {
      throw new IllegalArgumentException("the loss of several stacks must be a mean or a sum");
    }
  }

  /**
   * Loss and gradients of all stacks.
   *
   * @param loss the weighted sum over the stacks
   * @param gradients gradients of the loss by every stack's predictions
   */
  public record Evaluations(double loss, List<INDArray> gradients) {}

  /**
   * Computes loss and gradients on arrays, see {@link HeatmapLoss#evaluate(INDArray, INDArray)}.
   *
   * @param predictions one array for each stack
   * @throws IllegalArgumentException if the number of arrays is not that of the stacks
   */
  public Evaluations evaluate(INDArray targets, List<INDArray> predictions) {
    return evaluate(targets, predictions, null);
  }

  /**
   * Computes loss and gradients weighted by a mask, see {@link HeatmapLoss#evaluate(INDArray,
   * INDArray, INDArray)}.
   */
  public Evaluations evaluate(INDArray targets, List<INDArray> predictions, INDArray mask) {
    requireAll(predictions);
    double sum = 0;
    List<INDArray> gradients = new ArrayList<>();
    for (int stack = 0; stack < stackWeights.size(); stack++) {
      double weight = stackWeights.get(stack);
      LossAndGradient evaluation =
          mask == null
              ? loss.evaluate(targets, predictions.get(stack))
              : loss.evaluate(targets, predictions.get(stack), mask);
      sum += weight * evaluation.loss().getDouble(0);
      gradients.add(evaluation.gradient().muli(weight));
    }
    return new Evaluations(sum, List.copyOf(gradients));
  }

  /**
   * Adds the loss to a SameDiff graph, see {@link HeatmapLoss#loss(SDVariable, SDVariable)}.
   *
   * @param predictions one variable for each stack
   */
  public SDVariable loss(SDVariable targets, List<SDVariable> predictions) {
    requireAll(predictions);
    SDVariable sum = null;
    for (int stack = 0; stack < stackWeights.size(); stack++) {
      SDVariable weighted = loss.loss(targets, predictions.get(stack)).mul(stackWeights.get(stack));
      sum = sum == null ? weighted : sum.add(weighted);
    }
    return sum;
  }

  private void requireAll(List<?> predictions) {
    if (predictions.size() != stackWeights.size()) {
      throw new IllegalArgumentException(
          "%d stack weights need the predictions of as many stacks, but there are %d"
              .formatted(stackWeights.size(), predictions.size()));
    }
  }
}
