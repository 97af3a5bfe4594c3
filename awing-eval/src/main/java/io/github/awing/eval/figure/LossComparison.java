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
 * Plots the losses of the paper's comparison by their shapes. The losses differ tenfold in size,
 * which a learning rate compensates; so each loss is divided by its value at error 1.
 */
final class LossComparison {

  private LossComparison() {}

  static CurveSheet sheet() {
    List<LossCurve> curves =
        List.of(
            LossCurve.relative("Adaptive Wing, target 1", new AdaptiveWing(), 1),
            LossCurve.relative("Wing", new Wing(), 0),
            LossCurve.relative("L1", new MeanAbsoluteError(), 0),
            // With beta 1, smooth L1 is half of MSE in the whole range.
            LossCurve.relative("smooth L1, beta 0.2", new SmoothL1(0.2), 0),
            LossCurve.relative("MSE", new MeanSquaredError(), 0));
    return new CurveSheet(
        List.of(LossCurve.row("Relative ", " / loss at error 1", "", curves, 1)),
        Colouring.DISTINCT);
  }
}
