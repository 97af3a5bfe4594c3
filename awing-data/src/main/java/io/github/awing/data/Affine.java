package io.github.awing.data;

/**
 * Affine map of the plane from (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0). The same map moves a
 * picture's pixels and its landmarks; its {@link #inverse()} maps predicted landmarks back to the
 * picture.
 *
 * @param xx x of the result per x
 * @param xy x of the result per y
 * @param x0 x of the result at the origin
 * @param yx y of the result per x
 * @param yy y of the result per y
 * @param y0 y of the result at the origin
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  /** The identity: no point moves. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /** Moves by (x, y) pixels. */
  public static Affine translation(double x, double y) {
    return new Affine(1, 0, x, 0, 1, y);
  }

  /** Scales about the origin. */
  public static Affine scaling(double x, double y) {
    return new Affine(x, 0, 0, 0, y, 0);
  }

  /** Rotates about the origin; a positive angle turns clockwise on a screen, where y grows down. */
  public static Affine rotation(double radians) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    return new Affine(cos, -sin, 0, sin, cos, 0);
  }

  /** The mean scale in all directions: the square root of the factor by which areas grow. */
  public double scale() {
    return Math.sqrt(Math.abs(xx * yy - xy * yx));
  }

  /** Maps a point. */
  public Point apply(Point point) {
    return new Point(xx * point.x() + xy * point.y() + x0, yx * point.x() + yy * point.y() + y0);
  }

  /** The composition: this map first, then {@code next}. */
  public Affine then(Affine next) {
    return new Affine(
        next.xx * xx + next.xy * yx,
        next.xx * xy + next.xy * yy,
        next.xx * x0 + next.xy * y0 + next.x0,
        next.yx * xx + next.yy * yx,
        next.yx * xy + next.yy * yy,
        next.yx * x0 + next.yy * y0 + next.y0);
  }

  /**
   * The inverse map.
   *
   * @throws ArithmeticException if this map is singular and has no inverse
   */
  public Affine inverse() {
    double determinant = xx * yy - xy * yx;
    if (determinant == 0 || !Double.isFinite(determinant)) {
      throw new ArithmeticException("no inverse: " + this);
    }
    double a = yy / determinant;
    double b = -xy / determinant;
    double c = -yx / determinant;
    double d = xx / determinant;
    return new Affine(a, b, -(a * x0 + b * y0), c, d, -(c * x0 + d * y0));
  }
}
