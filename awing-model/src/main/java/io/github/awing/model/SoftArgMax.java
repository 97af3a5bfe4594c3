package io.github.awing.model;

import io.github.awing.model.HeatmapPlanes.Place;
import io.github.awing.model.HeatmapPlanes.Plane;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decodes the landmark as the mean of all cells' centres, each weighted by e^(sharpness · its
 * value). The result moves smoothly with the heatmap and is within a tenth of a cell of a
 * Gaussian's centre.
 *
 * <p>A peak that is cut off by the border gives a landmark too far inside. A flat heatmap gives its
 * middle. Cells that are not finite have no weight.
 *
 * @param sharpness above 0; higher values give cells below the peak less weight
 */
public record SoftArgMax(double sharpness) implements HeatmapDecoder {

  /**
   * Makes a decoder of sharpness 20, at which 4096 cells of background weigh less than a
   * ten-thousandth of a peak of 1.
   */
  public SoftArgMax() {
    this(20);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the sharpness is not above 0 and finite
   */
  public SoftArgMax {
    if (!(sharpness > 0 && Double.isFinite(sharpness))) {
      throw new IllegalArgumentException(
          "sharpness must be above 0 and finite, but is " + sharpness);
    }
  }

  @Override
  public DecodedLandmarks decode(INDArray heatmaps, int landmarks) {
    return HeatmapPlanes.decode(heatmaps, landmarks, this::find);
  }

  private Place find(Plane heatmap, int highest) {
    float[] values = heatmap.values();
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int cell = 0; cell < values.length; cell++) {
      if (Float.isFinite(values[cell])) {
        // Relative to the highest value, so that no exponential exceeds 1.
        double weight = Math.exp(sharpness * ((double) values[cell] - values[highest]));
        sum += weight;
        x += weight * (cell % heatmap.width());
        y += weight * (cell / heatmap.width());
      }
    }
    return Plane.between(x / sum, y / sum);
  }
}
