package io.github.awing.model;

import io.github.awing.model.HeatmapPlanes.Place;
import io.github.awing.model.HeatmapPlanes.Plane;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of all cells' centres, each weighted by e^(sharpness · its value): a place between cells
 * that moves smoothly with the heatmap, within a tenth of a cell of a Gaussian's centre.
 *
 * <p>What a landmark's peak loses beyond the border moves it inwards; of a flat heatmap it is the
 * middle. Cells that are no finite numbers do not count.
 *
 * @param sharpness above 0: the higher, the less cells below the peak count
 */
public record SoftArgMax(double sharpness) implements HeatmapDecoder {

  /** With 20, at which 4096 cells of background weigh less than a ten-thousandth of a peak of 1. */
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
        // Relative to the highest, so that no power is beyond 1.
        double weight = Math.exp(sharpness * ((double) values[cell] - values[highest]));
        sum += weight;
        x += weight * (cell % heatmap.width());
        y += weight * (cell / heatmap.width());
      }
    }
    return Plane.between(x / sum, y / sum);
  }
}
