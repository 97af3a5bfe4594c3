package io.github.awing.eval.figure;

import io.github.awing.data.Point;
import io.github.awing.eval.draw.Curve;
import io.github.awing.eval.draw.CurvePanel;
import io.github.awing.eval.draw.CurveRow;
import io.github.awing.loss.PixelLoss;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Loss and gradient as functions of the error, prediction − target.
 *
 * @param label in the legend
 * @param loss the loss
 * @param target of the pixel
 * @param divisor of loss and gradient, to compare the shapes of losses of different size
 */
record LossCurve(String label, PixelLoss loss, double target, double divisor) {

  private static final int HALF = 300;

  LossCurve(String label, PixelLoss loss, double target) {
    this(label, loss, target, 1);
  }

  /** Divides a loss by its value at error 1. */
  static LossCurve relative(String label, PixelLoss loss, double target) {
    return new LossCurve(label, loss, target, loss.loss(target, target + 1));
  }

  /** Formats a value for a label: 1, but 0.2. */
  static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /**
   * Plots loss and gradient side by side, for errors from −reach to reach.
   *
   * @param subject first words of the titles
   * @param unit addition to the vertical axes' titles; may be empty
   * @param meaning quantity that the labels are values of; may be empty
   */
  static CurveRow row(
      String subject, String unit, String meaning, List<LossCurve> curves, double reach) {
    return new CurveRow(
        meaning,
        List.of(
            new CurvePanel(
                subject + "loss",
                "error (prediction − target)",
                "loss" + unit,
                curves.stream().map(curve -> curve.value(reach)).toList()),
            new CurvePanel(
                subject + "gradient",
                "error (prediction − target)",
                "gradient" + unit,
                curves.stream().map(curve -> curve.gradient(reach)).toList())));
  }

  private Curve value(double reach) {
    return sampled(reach, error -> loss.loss(target, target + error) / divisor);
  }

  private Curve gradient(double reach) {
    return sampled(reach, error -> loss.gradient(target, target + error) / divisor);
  }

  /** Samples most densely around 0, where losses bend most. */
  private Curve sampled(double reach, DoubleUnaryOperator height) {
    return new Curve(
        label,
        IntStream.rangeClosed(-HALF, HALF)
            .mapToDouble(i -> reach * i * Math.abs(i) / (HALF * HALF))
            .mapToObj(error -> new Point(error, height.applyAsDouble(error)))
            .toList());
  }
}
