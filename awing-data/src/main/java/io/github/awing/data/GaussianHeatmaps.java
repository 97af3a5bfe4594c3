package io.github.awing.data;

/**
 * The target heatmap of a landmark: a Gaussian around it, 1 at its centre, 0 beyond three cells on
 * either axis.
 *
 * <p>A crop pixel p lies at p / 4 − 0.5 among the cells of a heatmap a quarter of its size, where
 * cell k's centre is k: that is what decoding undoes. The authors centre the Gaussian on the cell
 * floor(p / 4) instead; their 7 x 7 kernel is this one, quantised. Within three cells of the left
 * and upper edge theirs slips off the landmark by up to two cells, which is not repeated here.
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
  Point centre(Point inCrop) {
    return quantised
        ? new Point(Math.floor(inCrop.x() / 4), Math.floor(inCrop.y() / 4))
        : new Point(inCrop.x() / 4 - 0.5, inCrop.y() / 4 - 0.5);
  }

  /** Draws the Gaussian of one landmark; what lies outside the heatmap is not drawn. */
  void draw(Point inCrop, float[] heatmap, int size) {
    Point centre = centre(inCrop);
    double perSquare = -0.5 / (sigma * sigma);
    int firstX = first(centre.x());
    int lastX = last(centre.x(), size);
    int lastY = last(centre.y(), size);
    for (int y = first(centre.y()); y <= lastY; y++) {
      double dy = y - centre.y();
      for (int x = firstX; x <= lastX; x++) {
        double dx = x - centre.x();
        heatmap[y * size + x] = (float) Math.exp(perSquare * (dx * dx + dy * dy));
      }
    }
  }

  // Clamped as doubles: a landmark far outside must not wrap around as an int.
  private static int first(double centre) {
    return (int) Math.max(0, Math.ceil(centre - REACH));
  }

  private static int last(double centre, int size) {
    return (int) Math.min(size - 1.0, Math.floor(centre + REACH));
  }
}
