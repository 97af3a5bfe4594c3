package io.github.awing.data;

/**
 * A face's rectangle in a picture, in pixels. It may reach beyond the picture.
 *
 * @param left smallest x
 * @param top smallest y
 * @param right largest x; greater than {@code left}
 * @param bottom largest y; greater than {@code top}
 */
public record Box(double left, double top, double right, double bottom) {

  /**
   * Checks the sides.
   *
   * @throws IllegalArgumentException if a side is not finite, or the box is empty or turned around
   */
  public Box {
    if (!(Double.isFinite(left + top + right + bottom) && left < right && top < bottom)) {
      throw new IllegalArgumentException(
          "a box needs left < right and top < bottom, all finite, but is left %s, top %s, right %s, bottom %s"
              .formatted(left, top, right, bottom));
    }
  }

  /** Width in pixels. */
  public double width() {
    return right - left;
  }

  /** Height in pixels. */
  public double height() {
    return bottom - top;
  }

  /** The middle of the box. */
  public Point centre() {
    return new Point((left + right) / 2, (top + bottom) / 2);
  }
}
