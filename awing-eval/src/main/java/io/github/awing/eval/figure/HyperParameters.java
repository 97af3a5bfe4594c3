package io.github.awing.eval.figure;

import io.github.awing.eval.draw.Colouring;
import io.github.awing.eval.draw.CurveRow;
import io.github.awing.eval.draw.CurveSheet;
import io.github.awing.loss.AdaptiveWing;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** Plots the effect of each of Adaptive Wing's four hyper-parameters on the foreground. */
final class HyperParameters {

  private static final AdaptiveWing PAPER = new AdaptiveWing();
  private static final double FOREGROUND = 1;

  private HyperParameters() {}

  static CurveSheet sheet() {
    return new CurveSheet(
        List.of(
            row(
                "omega",
                PAPER.omega(),
                omega -> new AdaptiveWing(omega, PAPER.theta(), PAPER.epsilon(), PAPER.alpha()),
                6,
                10,
                14,
                18),
            row(
                "theta",
                PAPER.theta(),
                theta -> new AdaptiveWing(PAPER.omega(), theta, PAPER.epsilon(), PAPER.alpha()),
                0.1,
                0.3,
                0.5,
                0.7),
            row(
                "epsilon",
                PAPER.epsilon(),
                epsilon -> new AdaptiveWing(PAPER.omega(), PAPER.theta(), epsilon, PAPER.alpha()),
                0.25,
                0.5,
                1,
                2),
            row(
                "alpha",
                PAPER.alpha(),
                alpha -> new AdaptiveWing(PAPER.omega(), PAPER.theta(), PAPER.epsilon(), alpha),
                2.1,
                2.4,
                2.7,
                3)),
        Colouring.ORDERED);
  }

  private static CurveRow row(
      String name, double paper, DoubleFunction<AdaptiveWing> with, double... values) {
    List<LossCurve> curves =
        DoubleStream.of(values)
            .mapToObj(
                value ->
                    new LossCurve(
                        LossCurve.number(value) + (value == paper ? " (paper)" : ""),
                        with.apply(value),
                        FOREGROUND))
            .toList();
    return LossCurve.row("Target 1, changing " + name + ": ", "", name, curves, 1);
  }
}
