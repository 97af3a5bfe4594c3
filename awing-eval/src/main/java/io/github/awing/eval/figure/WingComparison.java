package io.github.awing.eval.figure;

import io.github.awing.eval.draw.Colouring;
import io.github.awing.eval.draw.CurveSheet;
import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.Wing;
import java.util.List;

/**
 * Plots Wing beside Adaptive Wing at small errors, where they differ. Wing's gradient jumps at the
 * target. Adaptive Wing's gradient falls to 0 there: from a distance on the background, only near
 * the target on the foreground.
 */
final class WingComparison {

  private static final double REACH = 0.6;

  private WingComparison() {}

  static CurveSheet sheet() {
    List<LossCurve> curves =
        List.of(
            new LossCurve("Adaptive Wing, target 1 (foreground)", new AdaptiveWing(), 1),
            new LossCurve("Adaptive Wing, target 0 (background)", new AdaptiveWing(), 0),
            new LossCurve("Wing, any target", new Wing(), 0));
    return new CurveSheet(
        List.of(LossCurve.row("Wing and Adaptive Wing: ", "", "", curves, REACH)),
        Colouring.DISTINCT);
  }
}
