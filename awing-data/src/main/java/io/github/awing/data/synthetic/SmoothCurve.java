package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Builds smooth paths through points, and points at equal distances along a path. */
final class SmoothCurve {

  private SmoothCurve() {}

  /** An open path through all points. */
  static Path2D through(List<Point> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    extend(path, points);
    return path;
  }

  /**
   * A closed path along the first points and back along the second, with corners where they meet.
   */
  static Path2D between(List<Point> there, List<Point> back) {
    Path2D path = through(there);
    path.lineTo(back.get(0).x(), back.get(0).y());
    extend(path, back);
    path.closePath();
    return path;
  }

  /** A closed path without corners. */
  static Path2D around(List<Point> points) {
    int count = points.size();
    List<Point> wrapped = new ArrayList<>(points);
    wrapped.add(0, points.get(count - 1));
    wrapped.add(points.get(0));
    wrapped.add(points.get(1));
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    for (int i = 1; i <= count; i++) {
      bend(path, wrapped.get(i - 1), wrapped.get(i), wrapped.get(i + 1), wrapped.get(i + 2));
    }
    path.closePath();
    return path;
  }

  /** Extends a path, whose end is the first point, through the other points. */
  static void extend(Path2D path, List<Point> points) {
    int last = points.size() - 1;
    for (int i = 0; i < last; i++) {
      bend(
          path,
          points.get(Math.max(0, i - 1)),
          points.get(i),
          points.get(i + 1),
          points.get(Math.min(last, i + 2)));
    }
  }

  /** Adds the Catmull-Rom spline's piece between two points, as a Bézier curve. */
  private static void bend(Path2D path, Point before, Point from, Point to, Point after) {
    path.curveTo(
        from.x() + (to.x() - before.x()) / 6,
        from.y() + (to.y() - before.y()) / 6,
        to.x() - (after.x() - from.x()) / 6,
        to.y() - (after.y() - from.y()) / 6,
        to.x(),
        to.y());
  }

  /** Points at equal distances along the polyline, both ends included. */
  static List<Point> spaced(List<Point> points, int count) {
    double[] walked = new double[points.size()];
    for (int i = 1; i < walked.length; i++) {
      walked[i] = walked[i - 1] + points.get(i - 1).distance(points.get(i));
    }
    double length = walked[walked.length - 1];
    List<Point> spaced = new ArrayList<>(count);
    int piece = 0;
    for (int k = 0; k < count; k++) {
      double target = length * k / (count - 1);
      while (piece < walked.length - 2 && walked[piece + 1] < target) {
        piece++;
      }
      double step = walked[piece + 1] - walked[piece];
      double share = step == 0 ? 0 : Math.min(1, (target - walked[piece]) / step);
      spaced.add(mix(points.get(piece), points.get(piece + 1), share));
    }
    return spaced;
  }

  static Point mix(Point from, Point to, double share) {
    return new Point(
        from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
  }
}
