package io.github.awing.data;

/**
 * An affine map of the plane: (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0). The same map moves a
 * picture's pixels and its landmarks, and its {@link #inverse()} brings answers back.
 *
 * @param xx x of the result per x
 * @param xy x of the result per y
 * @param x0 x of the result at the origin
 * @param yx y of the result per x
 * @param yy y of the result per y
 * @param y0 y of the result at the origin
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  /** Leaves everything where it is. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /** Moves by (x, y) pixels. */
  public static Affine translation(double x, double y) {
    return new Affine(1, 0, x, 0, 1, y);
  }

  /** Stretches about the origin. */
  public static Affine scaling(double x, double y) {
    return new Affine(x, 0, 0, 0, y, 0);
  }

  /** Turns about the origin; a positive angle turns clockwise on a screen, where y grows down. */
  public static Affine rotation(double radians) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    return new Affine(cos, -sin, 0, sin, cos, 0);
  }

  /** By how much the map stretches, whichever way it turns: the root of what it does to areas. */
  public double scale() {
    return Math.sqrt(Math.abs(xx * yy - xy * yx));
  }

  /** Where the map takes a point. */
  public Point apply(Point point) {
    return new Point(xx * point.x() + xy * point.y() + x0, yx * point.x() + yy * point.y() + y0);
  }

  /** This map first, then {@code next}. */
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
   * The map back.
   *
   * @throws ArithmeticException if this map folds the plane and has no inverse
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
