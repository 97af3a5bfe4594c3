package io.github.awing.eval.figure;

import io.github.awing.eval.draw.Colouring;
import io.github.awing.eval.draw.CurveSheet;
import io.github.awing.loss.AdaptiveWing;
import java.util.List;
import java.util.stream.DoubleStream;

/** Plots Adaptive Wing for targets from 0, the background, to 1, the foreground. */
final class AdaptiveWingTargets {

  private AdaptiveWingTargets() {}

  static CurveSheet sheet() {
    AdaptiveWing awing = new AdaptiveWing();
    List<LossCurve> curves =
        DoubleStream.of(0, 0.2, 0.4, 0.6, 0.8, 1)
            .mapToObj(target -> new LossCurve(LossCurve.number(target), awing, target))
            .toList();
    return new CurveSheet(
        List.of(LossCurve.row("Adaptive Wing: ", "", "target", curves, 1)), Colouring.ORDERED);
  }
}
