package io.github.awing.data.batch;

import io.github.awing.data.Point;

/**
 * The target heatmap of a landmark: a Gaussian around it, 1 at its centre, 0 beyond three cells on
 * either axis.
 *
 * <p>The Gaussian's centre is where {@link HeatmapGrid} has the landmark, between cells: that is
 * what decoding undoes. The authors centre it on the cell that the landmark falls into, and within
 * three cells of the left and upper edge theirs slips off that cell by up to two cells, inwards.
 * Quantised, this draws what theirs draws, that slip included.
 *
 * @param sigma standard deviation in cells, above 0; the authors' 1.75
 * @param quantised whether the centre is rounded to a cell, as the authors' is
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

  /** Where a place in the crop lies among the heatmap's cells. */
  Point centre(Point inCrop, HeatmapGrid grid) {
    return quantised ? grid.cellOf(inCrop) : grid.toCell(inCrop);
  }

  /** Draws the Gaussian of one landmark; what lies outside the heatmap is not drawn. */
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

  /** Where the top of a Gaussian comes to lie that should lie at {@code centre}. */
  private double drawn(double centre) {
    return quantised && centre < REACH ? Math.min(centre + 2, REACH) : centre;
  }

  /** The Gaussian is the product of two, one on each axis. */
  private float[] profile(double centre, int first, int last) {
    double perSquare = -0.5 / (sigma * sigma);
    float[] values = new float[Math.max(0, last - first + 1)];
    for (int i = 0; i < values.length; i++) {
      double distance = first + i - centre;
      values[i] = (float) Math.exp(perSquare * distance * distance);
    }
    return values;
  }

  // Clamped as doubles: a landmark far outside must not wrap around as an int.
  private static int first(double centre) {
    return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(0, Math.ceil(centre - REACH)));
  }

  private static int last(double centre, int size) {
    return (int) Math.max(-1, Math.min(size - 1.0, Math.floor(centre + REACH)));
  }
}
