package io.github.awing.data.batch;

import io.github.awing.data.Point;

/**
 * Draws the target heatmap of a landmark: a Gaussian around it, 1 at its centre, 0 beyond three
 * cells on either axis.
 *
 * <p>The Gaussian's centre is the landmark's place in the {@link HeatmapGrid}, between cells;
 * decoding inverts this. The authors' code centres it on the cell that the landmark falls into, and
 * within three cells of the left and upper edge shifts it off that cell by up to two cells,
 * inwards. If quantised, this class draws the same as the authors' code, including that shift.
 *
 * @param sigma standard deviation in cells, above 0; the authors' 1.75
 * @param quantised whether the centre is rounded to a cell, as in the authors' code
 */
public record GaussianHeatmaps(double sigma, boolean quantised) {

  private static final int REACH = 3;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if sigma is not above 0
   */
  public GaussianHeatmaps {
    if (!(sigma > 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma must be above 0, but is " + sigma);
    }
  }

  /** The place in the heatmap's cells of a point of the crop. */
  Point centre(Point inCrop, HeatmapGrid grid) {
    return quantised ? grid.cellOf(inCrop) : grid.toCell(inCrop);
  }

  /** Draws the Gaussian of one landmark, clipped to the heatmap. */
  void draw(Point inCrop, HeatmapCells cells) {
    HeatmapGrid grid = cells.grid();
    Point centre = centre(inCrop, grid);
    int firstX = first(centre.x());
    int firstY = first(centre.y());
    float[] along = profile(drawn(centre.x()), firstX, last(centre.x(), grid.size()));
    float[] down = profile(drawn(centre.y()), firstY, last(centre.y(), grid.size()));
    for (int y = 0; y < down.length; y++) {
      for (int x = 0; x < along.length; x++) {
        cells.set(firstX + x, firstY + y, down[y] * along[x]);
      }
    }
  }

  /** The centre at which the authors' code draws a Gaussian intended for {@code centre}. */
  private double drawn(double centre) {
    return quantised && centre < REACH ? Math.min(centre + 2, REACH) : centre;
  }

  /** One factor of the Gaussian, which is the product of two, one on each axis. */
  private float[] profile(double centre, int first, int last) {
    double perSquare = -0.5 / (sigma * sigma);
    float[] values = new float[Math.max(0, last - first + 1)];
    for (int i = 0; i < values.length; i++) {
      double distance = first + i - centre;
      values[i] = (float) Math.exp(perSquare * distance * distance);
    }
    return values;
  }

  // Clamped as doubles: a landmark far outside must not overflow an int.
  private static int first(double centre) {
    return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(0, Math.ceil(centre - REACH)));
  }

  private static int last(double centre, int size) {
    return (int) Math.max(-1, Math.min(size - 1.0, Math.floor(centre + REACH)));
  }
}
