package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Absolute error, |d|, also called L1. Its gradient is as large for a background pixel that is
 * almost right as for one that is wrong.
 */
public record MeanAbsoluteError() implements PixelLoss {

  @Override
  public double loss(double target, double prediction) {
    return Math.abs(prediction - target);
  }

  @Override
  public double gradient(double target, double prediction) {
    return Math.signum(prediction - target);
  }

  @Override
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return Widening.evaluate(targets, predictions, MeanAbsoluteError::evaluateWide);
  }

  private static LossAndGradient evaluateWide(INDArray targets, INDArray predictions) {
    INDArray difference = predictions.sub(targets);
    return new LossAndGradient(Transforms.abs(difference, true), HeatmapArrays.sign(difference));
  }

  @Override
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return Widening.loss(targets, predictions, MeanAbsoluteError::lossWide);
  }

  private static SDVariable lossWide(SDVariable targets, SDVariable predictions) {
    return predictions.getSameDiff().math().abs(predictions.sub(targets));
  }
}
