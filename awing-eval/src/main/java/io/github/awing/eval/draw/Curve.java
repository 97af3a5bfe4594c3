package io.github.awing.eval.draw;

import io.github.awing.data.Point;
import java.util.List;

/**
 * Named line through points.
 *
 * @param label in the legend
 * @param points in the units of the axes, from left to right
 */
public record Curve(String label, List<Point> points) {

  /** Copies the points. */
  public Curve {
    points = List.copyOf(points);
  }
}
