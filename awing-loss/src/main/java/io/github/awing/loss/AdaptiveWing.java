package io.github.awing.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adaptive Wing loss (the paper, section 4.1, equation 3): between a target heatmap's pixel y and a
 * prediction p, with d = |y − p| and the exponent alpha − y,
 *
 * <pre>
 *   omega · ln(1 + (d / epsilon)^(alpha − y))   if d &lt; theta
 *   A · d − C                                   otherwise
 * </pre>
 *
 * with A and C such that value and slope agree at theta. The exponent adapts the curve to the
 * target: on foreground pixels, y near 1, the gradient stays large until the error is small; on
 * background pixels, y = 0, it vanishes early, as the squared error's does.
 *
 * <p>Targets belong in 0 to 1. Above alpha − 1 the exponent falls below 1 and the gradient at d = 0
 * is no longer finite.
 *
 * @param omega height of the curve, above 0; the paper's 14
 * @param theta error at which it turns into a line, above 0; the paper's 0.5
 * @param epsilon how sharply it bends near zero, above 0; the paper's 1
 * @param alpha the exponent at y = 0, above 2, so that it stays above 1 up to y = 1; the paper's
 *     2.1
 */
public record AdaptiveWing(double omega, double theta, double epsilon, double alpha) {

  /** The paper's: omega 14, theta 0.5, epsilon 1, alpha 2.1. */
  public AdaptiveWing() {
    this(14, 0.5, 1, 2.1);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public AdaptiveWing {
    check(omega > 0 && Double.isFinite(omega), "omega", omega, "above 0");
    check(theta > 0 && Double.isFinite(theta), "theta", theta, "above 0");
    check(epsilon > 0 && Double.isFinite(epsilon), "epsilon", epsilon, "above 0");
    check(alpha > 2 && Double.isFinite(alpha), "alpha", alpha, "above 2");
  }

  /** The loss of one pixel; NaN if the prediction is. */
  public double loss(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    double exponent = alpha - target;
    double curved = Math.min(distance, theta) / epsilon;
    return omega * Math.log1p(Math.pow(curved, exponent))
        + slope(curved, exponent) * Math.max(distance - theta, 0);
  }

  /** The derivative of {@link #loss} by the prediction: 0 where it equals the target. */
  public double gradient(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    return Math.signum(prediction - target)
        * slope(Math.min(distance, theta) / epsilon, alpha - target);
  }

  /** The derivative of the curved part by d, at d / epsilon; beyond theta the line keeps it. */
  private double slope(double curved, double exponent) {
    double power = Math.pow(curved, exponent - 1);
    return omega * exponent * power / (epsilon * (1 + power * curved));
  }

  /**
   * Loss and gradient of every pixel.
   *
   * @param loss {@link AdaptiveWing#loss}, elementwise
   * @param gradient {@link AdaptiveWing#gradient}, elementwise; NaN where the prediction is
   *     infinite
   */
  public record Evaluation(INDArray loss, INDArray gradient) {}

  /**
   * Loss and gradient of every pixel at once: they share their powers.
   *
   * <p>New arrays come from the current workspace, if there is one.
   *
   * @param targets any shape, floating point, values in 0 to 1
   * @param predictions the same shape and type
   * @throws IllegalArgumentException if shapes or types differ, or the type is no floating point
   */
  public Evaluation evaluate(INDArray targets, INDArray predictions) {
    if (!targets.equalShapes(predictions) || targets.dataType() != predictions.dataType()) {
      throw new IllegalArgumentException(
          "targets are %s %s, but predictions are %s %s"
              .formatted(
                  targets.dataType(),
                  Arrays.toString(targets.shape()),
                  predictions.dataType(),
                  Arrays.toString(predictions.shape())));
    }
    if (!targets.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "targets and predictions must be floating point, but are " + targets.dataType());
    }
    INDArray difference = predictions.sub(targets);
    INDArray sign = like(difference);
    Nd4j.exec(new Sign(difference, sign));
    INDArray distance = difference;
    Nd4j.exec(new Abs(difference, distance));

    INDArray curved = like(difference);
    Nd4j.exec(new ScalarMin(distance, null, curved, theta));
    // Not max(d - theta, 0): ND4J's takes NaN for 0, and this keeps it.
    INDArray beyond = distance.subi(curved);
    if (epsilon != 1) {
      curved.divi(epsilon);
    }

    INDArray exponentLessOne = targets.rsub(alpha - 1);
    INDArray slope = like(difference);
    Nd4j.exec(
        DynamicCustomOp.builder("Pow")
            .addInputs(curved, exponentLessOne)
            .addOutputs(slope)
            .build());
    INDArray power = curved.muli(slope);
    INDArray loss = like(difference);
    Nd4j.exec(new Log1p(power, loss));
    loss.muli(omega);

    INDArray exponent = exponentLessOne.addi(1);
    slope.muli(exponent).muli(omega / epsilon).divi(power.addi(1));
    loss.addi(power.assign(beyond).muli(slope));
    // The sign of NaN is 0 to ND4J, but nothing times NaN is NaN.
    return new Evaluation(loss, slope.muli(sign).addi(beyond.muli(0)));
  }

  private static INDArray like(INDArray array) {
    return Nd4j.createUninitialized(array.dataType(), array.shape(), array.ordering());
  }

  private static void check(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be finite and %s, but is %s".formatted(name, expected, value));
    }
  }
}
