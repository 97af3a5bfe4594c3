package io.github.awing.data;

/**
 * Where a face is cut out: the square around the middle of its box, {@code enlargement} times the
 * box's longer side, brought to {@code size} x {@code size} pixels. It never looks at the
 * landmarks.
 *
 * @param size height and width of the crop in pixels, at least 1
 * @param enlargement side of the square per longer side of the box, at least 1
 */
public record FaceCropper(int size, double enlargement) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FaceCropper {
    if (size < 1) {
      throw new IllegalArgumentException("the crop's size must be at least 1, but is " + size);
    }
    if (!(enlargement >= 1 && Double.isFinite(enlargement))) {
      throw new IllegalArgumentException(
          "the crop's enlargement must be at least 1, but is " + enlargement);
    }
  }

  /**
   * Where the cells of the crop's heatmaps lie.
   *
   * @throws IllegalArgumentException if the crop has a size that has no {@link HeatmapGrid}
   */
  public HeatmapGrid grid() {
    return new HeatmapGrid(size);
  }

  /**
   * The map from the picture's pixels to the crop's; its inverse brings answers back.
   *
   * <p>The square's edges come to lie on the outer edges of the crop's first and last pixels, half
   * a pixel before 0 and half a pixel after size − 1.
   */
  public Affine toCrop(Box box) {
    double side = enlargement * Math.max(box.width(), box.height());
    double scale = size / side;
    return Affine.translation(-box.centre().x(), -box.centre().y())
        .then(Affine.scaling(scale, scale))
        .then(Affine.translation((size - 1) / 2.0, (size - 1) / 2.0));
  }
}
