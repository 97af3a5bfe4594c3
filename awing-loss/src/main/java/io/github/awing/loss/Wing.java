package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Wing loss (Feng et al., CVPR 2018): width · ln(1 + d / epsilon) where d is below the width, d − C
 * elsewhere. It is a loss for coordinates. On heatmaps its gradient does not vanish near the
 * target, and most pixels are near it: in the paper (section 3.2) it does not converge.
 *
 * @param width error at which the curve becomes a line, above 0
 * @param epsilon how sharply it bends near zero, above 0
 */
public record Wing(@JsonProperty("width") double width, @JsonProperty("epsilon") double epsilon)
    implements PixelLoss {

  /**
   * Width 0.5, epsilon 0.1: the usual 10 and 2 of coordinates in pixels, rescaled for values from 0
   * to 1 so that the line begins at the same error as Adaptive Wing's.
   */
  public Wing() {
    this(0.5, 0.1);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  @JsonCreator
  public Wing {
    Positive.require("width", width);
    Positive.require("epsilon", epsilon);
  }

  @Override
  public double loss(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    double curved = Math.min(distance, width);
    return width * Math.log1p(curved / epsilon) + (distance - curved);
  }

  @Override
  public double gradient(double target, double prediction) {
    double difference = prediction - target;
    double distance = Math.abs(difference);
    return Math.signum(difference) * (distance < width ? width / (epsilon + distance) : 1);
  }

  @Override
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return Widening.evaluate(targets, predictions, this::evaluateWide);
  }

  private LossAndGradient evaluateWide(INDArray targets, INDArray predictions) {
    INDArray difference = predictions.sub(targets);
    INDArray distance = Transforms.abs(difference, true);
    INDArray curved = HeatmapArrays.like(distance);
    Nd4j.exec(new ScalarMin(distance, null, curved, width));
    // 1 beyond the width, 0 below it.
    INDArray onLine = distance.gte(width).castTo(distance.dataType());
    INDArray onCurve = curved.add(epsilon).rdivi(width).muli(onLine.rsub(1));
    INDArray gradient = HeatmapArrays.sign(difference).muli(onCurve.addi(onLine));
    INDArray loss = distance.subi(curved);
    return new LossAndGradient(
        loss.addi(LogOnePlus.of(curved.divi(epsilon)).muli(width)), gradient);
  }

  @Override
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return Widening.loss(targets, predictions, this::lossWide);
  }

  private SDVariable lossWide(SDVariable targets, SDVariable predictions) {
    ClippedDistance bend = ClippedDistance.at(width, targets, predictions);
    return LogOnePlus.of(bend.curved().div(epsilon)).mul(width).add(bend.beyond());
  }
}
