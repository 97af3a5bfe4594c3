package io.github.awing.data;

/**
 * Rectangle of a face in a picture, in pixels. It may reach beyond the picture.
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
   * @throws IllegalArgumentException if a side is not finite, or left is not below right, or top
   *     not below bottom
   */
  public Box {
    if (!(Double.isFinite(left + top + right + bottom) && left < right && top < bottom)) {
      throw new IllegalArgumentException(
          "a box needs left < right and top < bottom, all finite, but is left %s, top %s, right %s, bottom %s"
              .formatted(left, top, right, bottom));
    }
  }

  /**
   * Makes a box of four sides from a user's file.
   *
   * @throws IllegalArgumentException as the constructor; the message also says if the numbers can
   *     be a corner and a size instead
   */
  public static Box ofSides(double left, double top, double right, double bottom) {
    try {
      return new Box(left, top, right, bottom);
    } catch (IllegalArgumentException e) {
      throw (right <= left || bottom <= top) && right > 0 && bottom > 0
          ? new IllegalArgumentException(
              e.getMessage()
                  + "; if these are x, y, width and height, then right is x + width and bottom is y + height",
              e)
          : e;
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
