package io.github.awing.model;

import io.github.awing.model.HeatmapPlanes.Place;
import io.github.awing.model.HeatmapPlanes.Plane;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decodes with the distribution-aware method (Zhang et al., CVPR 2020): it smooths the heatmap and
 * takes the maximum of the parabola that fits the logarithm at the highest cell. For a Gaussian
 * this is the centre.
 *
 * <p>Within two cells of the border, and where the logarithm does not curve downwards or is not
 * finite, the landmark is the centre of the highest cell. The parabola moves it by at most a cell.
 * Of equally high cells, as in a flat heatmap, the first in reading order is used.
 *
 * @param sigma standard deviation of the smoothing in cells, 0 or more; 0 for none
 */
public record DarkDecoder(double sigma) implements HeatmapDecoder {

  /** Distance from the highest cell of the values that the second derivatives need. */
  private static final int REACH = 2;

  /** Lower limit of the values before the logarithm. */
  private static final double LEAST = 1e-10;

  /** Makes a decoder with the sigma of the Gaussians that the network is trained to draw. */
  public DarkDecoder() {
    this(1.75);
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if sigma is below 0 or not finite
   */
  public DarkDecoder {
    if (!(sigma >= 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma must be 0 or more, but is " + sigma);
    }
  }

  @Override
  public DecodedLandmarks decode(INDArray heatmaps, int landmarks) {
    double[] kernel = kernel();
    return HeatmapPlanes.decode(
        heatmaps, landmarks, (heatmap, highest) -> find(heatmap, highest, kernel));
  }

  private static Place find(Plane heatmap, int highest, double[] kernel) {
    Place centre = heatmap.centre(highest);
    if (!heatmap.isInside(highest, REACH)) {
      return centre;
    }
    double[][] log = logarithms(heatmap, highest, kernel);
    double here = log[2][2];
    double dx = (log[2][3] - log[2][1]) / 2;
    double dy = (log[3][2] - log[1][2]) / 2;
    double dxx = (log[2][4] - 2 * here + log[2][0]) / 4;
    double dyy = (log[4][2] - 2 * here + log[0][2]) / 4;
    double dxy = (log[3][3] - log[3][1] - log[1][3] + log[1][1]) / 4;
    double determinant = dxx * dyy - dxy * dxy;
    boolean curvesDownwards = dxx < 0 && determinant > 0;
    return curvesDownwards
        ? new Place(
            centre.x() + withinACell((dxy * dy - dyy * dx) / determinant),
            centre.y() + withinACell((dxy * dx - dxx * dy) / determinant))
        : centre;
  }

  private static double withinACell(double step) {
    return Math.max(-1, Math.min(1, step));
  }

  /**
   * Logarithms of the smoothed heatmap, [5][5] around a cell. Cells beyond the border count as 0.
   */
  private static double[][] logarithms(Plane heatmap, int cell, double[] kernel) {
    int side = 2 * REACH + 1;
    int radius = kernel.length / 2;
    int column = cell % heatmap.width();
    int row = cell / heatmap.width();
    // Smooths first along the rows, then along the columns.
    double[][] rows = new double[side + 2 * radius][side];
    for (int y = 0; y < rows.length; y++) {
      int source = row - REACH - radius + y;
      if (source >= 0 && source < heatmap.height()) {
        for (int x = 0; x < side; x++) {
          for (int k = -radius; k <= radius; k++) {
            int at = column - REACH + x + k;
            if (at >= 0 && at < heatmap.width()) {
              rows[y][x] += kernel[k + radius] * heatmap.values()[source * heatmap.width() + at];
            }
          }
        }
      }
    }
    double[][] logarithms = new double[side][side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double smoothed = 0;
        for (int k = 0; k < kernel.length; k++) {
          smoothed += kernel[k] * rows[y + k][x];
        }
        logarithms[y][x] = Math.log(Math.max(smoothed, LEAST));
      }
    }
    return logarithms;
  }

  private double[] kernel() {
    int radius = (int) Math.ceil(3 * sigma);
    double[] kernel = new double[2 * radius + 1];
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = k == 0 ? 1 : Math.exp(-k * k / (2 * sigma * sigma));
    }
    return kernel;
  }
}
