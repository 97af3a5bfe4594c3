package io.github.awing.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;

/**
 * The target of the boundary channel (the paper, section 4.3): smooth curves through the landmarks
 * of the scheme's boundaries, and around them exp(−d² / 2), d the distance in cells, 0 from d = 3
 * on.
 */
final class BoundaryHeatmap {

  private static final double REACH = 3;

  /**
   * Distance between two points of a drawn curve in cells; it errs by an eighth of this at most.
   */
  private static final double STEP = 0.25;

  private final List<int[]> curves;

  BoundaryHeatmap(LandmarkScheme scheme) {
    this.curves =
        scheme.boundaryCurves().stream()
            .map(curve -> curve.stream().mapToInt(Integer::intValue).toArray())
            .toList();
  }

  /** Draws the boundary of landmarks given in cells, through those that are labelled. */
  void draw(Landmarks inCells, boolean[] labelled, HeatmapCells cells) {
    int size = cells.size();
    float[] squares = new float[size * size];
    Arrays.fill(squares, Float.MAX_VALUE);
    for (int[] curve : curves) {
      List<Point> points =
          Arrays.stream(curve).filter(i -> labelled[i]).mapToObj(inCells::get).toList();
      if (!points.isEmpty()) {
        draw(points, squares, size);
      }
    }
    for (int i = 0; i < squares.length; i++) {
      if (squares[i] < REACH * REACH) {
        cells.set(i % size, i / size, (float) Math.exp(-0.5 * squares[i]));
      }
    }
  }

  private static void draw(List<Point> landmarks, float[] squares, int size) {
    // Landmarks on top of each other would make the spline's parameter stand still.
    List<Point> points = new ArrayList<>();
    for (Point landmark : landmarks) {
      if (points.isEmpty() || landmark.distance(points.get(points.size() - 1)) > 1e-6) {
        points.add(landmark);
      }
    }
    if (points.size() == 1) {
      mark(points.get(0), squares, size);
      return;
    }
    double[] lengths = new double[points.size()];
    for (int i = 1; i < lengths.length; i++) {
      lengths[i] = lengths[i - 1] + points.get(i).distance(points.get(i - 1));
    }
    UnivariateFunction x = spline(lengths, points.stream().mapToDouble(Point::x).toArray());
    UnivariateFunction y = spline(lengths, points.stream().mapToDouble(Point::y).toArray());
    double whole = lengths[lengths.length - 1];
    // A curve far outside needs no more points than one that crosses the heatmap back and forth.
    int steps = (int) Math.min(Math.ceil(whole / STEP), 16.0 * size / STEP);
    for (int i = 0; i <= steps; i++) {
      // Rounding must not lead beyond the end, where the spline is not defined.
      double at = Math.min(whole, whole * i / steps);
      mark(new Point(x.value(at), y.value(at)), squares, size);
    }
  }

  private static UnivariateFunction spline(double[] at, double[] values) {
    return at.length == 2
        ? new LinearInterpolator().interpolate(at, values)
        : new SplineInterpolator().interpolate(at, values);
  }

  private static void mark(Point point, float[] squares, int size) {
    int lastX = (int) Math.min(size - 1.0, Math.floor(point.x() + REACH));
    int lastY = (int) Math.min(size - 1.0, Math.floor(point.y() + REACH));
    for (int y = (int) Math.max(0, Math.ceil(point.y() - REACH)); y <= lastY; y++) {
      double dy = y - point.y();
      for (int x = (int) Math.max(0, Math.ceil(point.x() - REACH)); x <= lastX; x++) {
        double dx = x - point.x();
        float square = (float) (dx * dx + dy * dy);
        if (square < squares[y * size + x]) {
          squares[y * size + x] = square;
        }
      }
    }
  }
}
