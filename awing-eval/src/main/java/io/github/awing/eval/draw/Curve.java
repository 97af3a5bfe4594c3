package io.github.awing.eval.draw;

import io.github.awing.data.Point;
import java.util.List;

/**
 * A line through points, under a name.
 *
 * @param label what the legend calls it
 * @param points in the units of the axes, from left to right
 */
public record Curve(String label, List<Point> points) {

  /** Takes a copy of the points. */
  public Curve {
    points = List.copyOf(points);
  }
}
