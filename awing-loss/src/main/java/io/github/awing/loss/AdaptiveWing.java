package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adaptive Wing loss (the paper, section 4.1, equation 3) between a target heatmap's pixel y and a
 * prediction p, where d = |y − p| and the exponent is alpha − y:
 *
 * <pre>
 *   omega · ln(1 + (d / epsilon)^(alpha − y))   if d &lt; theta
 *   A · d − C                                   otherwise
 * </pre>
 *
 * A and C make value and slope continuous at theta. The exponent adapts the curve to the target: on
 * foreground pixels, y near 1, the gradient stays large until the error is small; on background
 * pixels, y = 0, it vanishes early, as the squared error's does.
 *
 * <p>Targets lie in 0 to 1. Slightly above 1, loss and gradient stay finite. For targets of alpha −
 * 1 or more, the exponent is 1 or less, and the gradient grows as d shrinks.
 *
 * @param omega height of the curve, above 0; the paper's 14
 * @param theta error at which the curve becomes a line, above 0; the paper's 0.5
 * @param epsilon how sharply the curve bends near zero, above 0; the paper's 1
 * @param alpha the exponent at y = 0, above 2, so that it stays above 1 up to y = 1; the paper's
 *     2.1
 */
public record AdaptiveWing(
    @JsonProperty("omega") double omega,
    @JsonProperty("theta") double theta,
    @JsonProperty("epsilon") double epsilon,
    @JsonProperty("alpha") double alpha)
    implements PixelLoss {

  /** The paper's values: omega 14, theta 0.5, epsilon 1, alpha 2.1. */
  public AdaptiveWing() {
    this(14, 0.5, 1, 2.1);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  @JsonCreator
  public AdaptiveWing {
    Positive.require("omega", omega);
    Positive.require("theta", theta);
    Positive.require("epsilon", epsilon);
    if (!(alpha > 2 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("alpha must be finite and above 2, but is " + alpha);
    }
  }

  @Override
  public double loss(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    double exponent = alpha - target;
    double curved = Math.min(distance, theta) / epsilon;
    double beyond = Math.max(distance - theta, 0);
    return omega * Math.log1p(Math.pow(curved, exponent))
        + (beyond == 0 ? 0 : slope(curved, exponent) * beyond);
  }

  @Override
  public double gradient(double target, double prediction) {
    double distance = Math.abs(prediction - target);
    return distance == 0
        ? 0
        : Math.signum(prediction - target)
            * slope(Math.min(distance, theta) / epsilon, alpha - target);
  }

  /** Derivative of the curved part by d, from curved = min(d, theta) / epsilon. */
  private double slope(double curved, double exponent) {
    double power = Math.pow(curved, exponent - 1);
    return omega * exponent * power / (epsilon * (1 + power * curved));
  }

  /** {@inheritDoc} Loss and gradient share the computed powers. */
  @Override
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return Widening.evaluate(targets, predictions, this::evaluateWide);
  }

  private LossAndGradient evaluateWide(INDArray targets, INDArray predictions) {
    INDArray difference = predictions.sub(targets);
    INDArray sign = HeatmapArrays.sign(difference);
    INDArray distance = difference;
    Nd4j.exec(new Abs(difference, distance));

    INDArray curved = HeatmapArrays.like(difference);
    Nd4j.exec(new ScalarMin(distance, null, curved, theta));
    // Not max(d - theta, 0): ND4J's max treats NaN as 0; this keeps NaN.
    INDArray beyond = distance.subi(curved);
    if (epsilon != 1) {
      curved.divi(epsilon);
    }

    INDArray exponentLessOne = targets.rsub(alpha - 1);
    INDArray slope = HeatmapArrays.like(difference);
    Nd4j.exec(
        DynamicCustomOp.builder("Pow")
            .addInputs(curved, exponentLessOne)
            .addOutputs(slope)
            .build());
    INDArray power = curved.muli(slope);
    INDArray loss = LogOnePlus.of(power).muli(omega);

    INDArray exponent = exponentLessOne.addi(1);
    slope.muli(exponent).muli(omega / epsilon).divi(power.addi(1));
    loss.addi(power.assign(beyond).muli(slope));
    return new LossAndGradient(loss, slope.muli(sign));
  }

  @Override
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return Widening.loss(targets, predictions, this::lossWide);
  }

  private SDVariable lossWide(SDVariable targets, SDVariable predictions) {
    SameDiff graph = predictions.getSameDiff();
    ClippedDistance bend = ClippedDistance.at(theta, targets, predictions);
    SDVariable exponent = targets.rsub(alpha);
    SDVariable curve =
        LogOnePlus.of(graph.math().pow(bend.curved().div(epsilon), exponent)).mul(omega);
    // The line's slope depends on the target alone. Computed from d, as on arrays, its own
    // derivative would be infinite at d = 0, and zero times infinity is NaN.
    SDVariable atBend = graph.constant(Nd4j.scalar(predictions.dataType(), theta / epsilon));
    SDVariable power = graph.math().pow(atBend, exponent);
    SDVariable slope = exponent.mul(power).div(power.add(1)).mul(omega / theta);
    return curve.add(slope.mul(bend.beyond()));
  }
}
