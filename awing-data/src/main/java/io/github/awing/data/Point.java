package io.github.awing.data;

/**
 * Point in a picture, in pixels; the centre of the first pixel is (0, 0).
 *
 * @param x pixels to the right
 * @param y pixels down
 */
public record Point(double x, double y) {

  /** The Euclidean distance to another point, in pixels. */
  public double distance(Point other) {
    return Math.hypot(x - other.x, y - other.y);
  }
}
