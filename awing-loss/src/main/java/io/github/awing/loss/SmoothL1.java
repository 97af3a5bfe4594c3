package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Squared error for small errors, absolute error for large ones: d² / (2 beta) where d is below
 * beta, d − beta / 2 elsewhere, as PyTorch's {@code SmoothL1Loss}.
 *
 * @param beta where the parabola becomes a line, above 0
 */
public record SmoothL1(@JsonProperty("beta") double beta) implements PixelLoss {

  /** Beta 1, PyTorch's default. */
  public SmoothL1() {
    this(1);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if beta is not finite and above 0
   */
  @JsonCreator
  public SmoothL1 {
    Positive.require("beta", beta);
  }

  @Override
  public double loss(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    double curved = Math.min(distance, beta);
    return curved * curved / (2 * beta) + (distance - curved);
  }

  @Override
  public double gradient(double target, double prediction) {
    double difference = prediction - target;
    return Math.max(-1, Math.min(1, difference / beta));
  }

  @Override
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return Widening.evaluate(targets, predictions, this::evaluateWide);
  }

  private LossAndGradient evaluateWide(INDArray targets, INDArray predictions) {
    INDArray difference = predictions.sub(targets);
    INDArray distance = Transforms.abs(difference, true);
    INDArray curved = HeatmapArrays.like(distance);
    Nd4j.exec(new ScalarMin(distance, null, curved, beta));
    INDArray gradient = HeatmapArrays.sign(difference).muli(curved).divi(beta);
    return new LossAndGradient(
        distance.subi(curved).addi(curved.muli(curved).divi(2 * beta)), gradient);
  }

  @Override
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return Widening.loss(targets, predictions, this::lossWide);
  }

  private SDVariable lossWide(SDVariable targets, SDVariable predictions) {
    ClippedDistance bend = ClippedDistance.at(beta, targets, predictions);
    return bend.curved().mul(bend.curved()).div(2 * beta).add(bend.beyond());
  }
}
