package io.github.awing.program;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Reduction;
import io.github.awing.loss.WeightedLossMap;

/**
 * Computes loss and gradient pixel by pixel, in doubles. It does not read pixels of mask 0.
 *
 * @param loss of NHWC heatmaps
 * @param scale of the stack
 */
record LossReference(HeatmapLoss loss, double scale) {

  /**
   * The weight of a pixel: 10 · M + 1 in the paper, with M where the dilated target reaches the
   * threshold.
   */
  private double weight(Numbers targets, int face, int y, int x, int c) {
    if (loss.weightMap().isEmpty()) {
      return 1;
    }
    WeightedLossMap map = loss.weightMap().get();
    int reach = map.kernel() / 2;
    TensorShape shape = targets.shape();
    double dilated = 0;
    for (int row = Math.max(0, y - reach); row <= Math.min(shape.height() - 1, y + reach); row++) {
      for (int column = Math.max(0, x - reach);
          column <= Math.min(shape.width() - 1, x + reach);
          column++) {
        dilated = Math.max(dilated, targets.at(face, row, column, c));
      }
    }
    return dilated >= map.threshold() ? map.weight() + 1 : 1;
  }

  /** The mask's number for a channel of a face, [faces, channels]; 1 if there is no mask. */
  private static double shown(Numbers mask, int face, int c) {
    return mask == null ? 1 : mask.at(face, c);
  }

  private double perPixel(Numbers predictions) {
    return scale * (loss.reduction() == Reduction.MEAN ? 1.0 / predictions.values().length : 1);
  }

  /** Computes a value of every pixel from its target and prediction. */
  private interface OfPixel {
    double of(double target, double prediction);
  }

  private Numbers weighted(Numbers predictions, Numbers targets, Numbers mask, OfPixel something) {
    TensorShape shape = predictions.shape();
    Numbers result = Numbers.zeros(shape);
    for (int face = 0; face < shape.faces(); face++) {
      for (int c = 0; c < shape.channels(); c++) {
        double shown = shown(mask, face, c);
        for (int y = 0; shown > 0 && y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            int at = result.index(face, y, x, c);
            result.values()[at] =
                perPixel(predictions)
                    * shown
                    * weight(targets, face, y, x, c)
                    * something.of(targets.values()[at], predictions.values()[at]);
          }
        }
      }
    }
    return result;
  }

  /** The gradient of scale · loss. */
  Numbers gradient(Numbers predictions, Numbers targets, Numbers mask) {
    return weighted(predictions, targets, mask, loss.pixelLoss()::gradient);
  }

  /** scale · loss. */
  double value(Numbers predictions, Numbers targets, Numbers mask) {
    double sum = 0;
    for (double pixel : weighted(predictions, targets, mask, loss.pixelLoss()::loss).values()) {
      sum += pixel;
    }
    return sum;
  }
}
