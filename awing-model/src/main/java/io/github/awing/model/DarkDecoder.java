package io.github.awing.model;

import io.github.awing.model.HeatmapPlanes.Place;
import io.github.awing.model.HeatmapPlanes.Plane;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Distribution-aware decoding (Zhang et al., CVPR 2020): the heatmap is smoothed, and the parabola
 * that its logarithm has at the highest cell gives the place. Of a Gaussian, that is its centre.
 *
 * <p>Within two cells of the border, and where the logarithm does not curve downwards or is no
 * number, the place is the centre of the highest cell; the parabola moves it by a cell at most. Of
 * equally high cells, as of a flat heatmap, the first in reading order counts.
 *
 * @param sigma of the smoothing in cells, 0 or more; 0 for none
 */
public record DarkDecoder(double sigma) implements HeatmapDecoder {

  /** Cells from the highest one whose values the second derivatives need. */
  private static final int REACH = 2;

  /** Below this, a heatmap's logarithm says nothing. */
  private static final double LEAST = 1e-10;

  /** As wide as the Gaussians that the network is trained to draw. */
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

  /** Of the smoothed heatmap, [5][5] around a cell. What lies beyond the border counts as 0. */
  private static double[][] logarithms(Plane heatmap, int cell, double[] kernel) {
    int side = 2 * REACH + 1;
    int radius = kernel.length / 2;
    int column = cell % heatmap.width();
    int row = cell / heatmap.width();
    // First along the rows, then along the columns.
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
