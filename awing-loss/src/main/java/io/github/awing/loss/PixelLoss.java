package io.github.awing.loss;

import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonSubTypes;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * Loss between one pixel of a heatmap and its target, as scalar maths, on arrays and in a SameDiff
 * graph: Adaptive Wing, and the losses that the paper compares it with.
 *
 * <p>{@link HeatmapLoss} applies it to whole heatmaps, with weights, mask and reduction.
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

  /**
   * The loss: 0 where the prediction equals the target, else above 0; NaN if the prediction is NaN.
   */
  double loss(double target, double prediction);

  /**
   * The derivative of {@link #loss(double, double)} by the prediction; 0 where it equals the
   * target.
   */
  double gradient(double target, double prediction);

  /**
   * Computes loss and gradient of every pixel by ND4J's operations.
   *
   * <p>New arrays come from the current workspace, if there is one.
   *
   * @param targets of any shape, floating point, values in 0 to 1
   * @param predictions of the same shape and type; those of 16 bits are computed as floats, and
   *     results are rounded to their type and limited to its largest number
   * @throws IllegalArgumentException if shapes or types differ, or the type is not floating point
   */
  LossAndGradient evaluate(INDArray targets, INDArray predictions);

  /**
   * Adds the loss of every pixel to a SameDiff graph. Its gradient by the predictions equals {@link
   * #gradient}. It need not have a gradient by the targets, so they must be a placeholder or
   * constant.
   *
   * @param targets floating point, any shape, values in 0 to 1
   * @param predictions of the same graph, shape and type
   * @return losses of that shape and type; floats for predictions of 16 bits
   * @throws IllegalArgumentException if types differ, or are not floating point
   */
  SDVariable loss(SDVariable targets, SDVariable predictions);
}
