package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Squared error, d², the usual loss for heatmaps. It neglects the few foreground pixels (the paper,
 * section 3).
 */
public record MeanSquaredError() implements PixelLoss {

  @Override
  public double loss(double target, double prediction) {
    double difference = prediction - target;
    return difference * difference;
  }

  @Override
  public double gradient(double target, double prediction) {
    return 2 * (prediction - target);
  }

  @Override
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return Widening.evaluate(targets, predictions, MeanSquaredError::evaluateWide);
  }

  private static LossAndGradient evaluateWide(INDArray targets, INDArray predictions) {
    INDArray difference = predictions.sub(targets);
    return new LossAndGradient(difference.mul(difference), difference.muli(2));
  }

  @Override
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return Widening.loss(targets, predictions, MeanSquaredError::lossWide);
  }

  private static SDVariable lossWide(SDVariable targets, SDVariable predictions) {
    SDVariable difference = predictions.sub(targets);
    return difference.mul(difference);
  }
}
