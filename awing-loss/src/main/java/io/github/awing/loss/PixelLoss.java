package io.github.awing.loss;

import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonSubTypes;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * The loss between one pixel of a heatmap and its target: Adaptive Wing and those the paper
 * compares it with, as scalar maths, on arrays and in a SameDiff graph.
 *
 * <p>{@link HeatmapLoss} makes it the loss of whole heatmaps: weighted, masked and reduced.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "loss")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdaptiveWing.class, name = "awing"),
  @JsonSubTypes.Type(value = Wing.class, name = "wing"),
  @JsonSubTypes.Type(value = MeanSquaredError.class, name = "mse"),
  @JsonSubTypes.Type(value = MeanAbsoluteError.class, name = "l1"),
  @JsonSubTypes.Type(value = SmoothL1.class, name = "smooth-l1")
})
public sealed interface PixelLoss extends Serializable
    permits AdaptiveWing, Wing, MeanSquaredError, MeanAbsoluteError, SmoothL1 {

  /** The loss: 0 where the prediction is the target, else above 0; NaN if the prediction is. */
  double loss(double target, double prediction);

  /**
   * The derivative of {@link #loss(double, double)} by the prediction: 0 where it is the target.
   */
  double gradient(double target, double prediction);

  /**
   * Loss and gradient of every pixel, by ND4J's operations.
   *
   * <p>New arrays come from the current workspace, if there is one.
   *
   * @param targets any shape, floating point, values in 0 to 1
   * @param predictions the same shape and type; of 16 bits they are computed as floats, and results
   *     are rounded to their type, its largest number at most
   * @throws IllegalArgumentException if shapes or types differ, or the type is no floating point
   */
  LossAndGradient evaluate(INDArray targets, INDArray predictions);

  /**
   * The loss of every pixel, as part of a SameDiff graph. Its gradient by the predictions is what
   * {@link #gradient} says; the targets must be a placeholder or constant, for by them there may be
   * none.
   *
   * @param targets floating point, any shape, values in 0 to 1
   * @param predictions of the same graph, shape and type
   * @return of that shape and type; floats for predictions of 16 bits
   * @throws IllegalArgumentException if types differ, or are no floating point
   */
  SDVariable loss(SDVariable targets, SDVariable predictions);
}
