package io.github.awing.eval.figure;

import io.github.awing.eval.draw.Colouring;
import io.github.awing.eval.draw.CurveSheet;
import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.MeanAbsoluteError;
import io.github.awing.loss.MeanSquaredError;
import io.github.awing.loss.SmoothL1;
import io.github.awing.loss.Wing;
import java.util.List;

/**
 * The losses of the paper's comparison. Their sizes differ tenfold, which a learning rate makes up
 * for; so each is divided by its loss at error 1, and what remains is the shape.
 */
final class LossComparison {

  private LossComparison() {}

  static CurveSheet sheet() {
    List<LossCurve> curves =
        List.of(
            LossCurve.relative("Adaptive Wing, target 1", new AdaptiveWing(), 1),
            LossCurve.relative("Wing", new Wing(), 0),
            LossCurve.relative("L1", new MeanAbsoluteError(), 0),
            // With beta 1 it would be half of MSE everywhere in this range.
            LossCurve.relative("smooth L1, beta 0.2", new SmoothL1(0.2), 0),
            LossCurve.relative("MSE", new MeanSquaredError(), 0));
    return new CurveSheet(
        List.of(LossCurve.row("Relative ", " / loss at error 1", "", curves, 1)),
        Colouring.DISTINCT);
  }
}
