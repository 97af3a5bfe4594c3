package io.github.awing.data.batch;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;

/**
 * Draws the target of the boundary channel (the paper, section 4.3). Its curves run smoothly
 * through the landmarks of the scheme's boundaries. A cell at distance d in cells from a curve has
 * the value exp(−d² / 2), and 0 from d = 3 on.
 */
final class BoundaryHeatmap {

  private static final double REACH = 3;

  /** Largest length in cells of the straight pieces of which a curve is drawn. */
  private static final double STEP = 1;

  private final List<int[]> curves;

  BoundaryHeatmap(LandmarkScheme scheme) {
    this.curves =
        scheme.boundaryCurves().stream()
            .map(curve -> curve.stream().mapToInt(Integer::intValue).toArray())
            .toList();
  }

  /** Draws the boundary through the labelled landmarks, given in cells. */
  void draw(Landmarks inCells, boolean[] labelled, HeatmapCells cells) {
    int size = cells.grid().size();
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
    // Landmarks at the same place, or too close for their distance to the origin, would give the
    // spline two knots at the same parameter.
    List<Point> points = new ArrayList<>();
    List<Double> walked = new ArrayList<>();
    for (Point landmark : landmarks) {
      if (points.isEmpty()) {
        points.add(landmark);
        walked.add(0.0);
        continue;
      }
      double before = walked.get(walked.size() - 1);
      double step = landmark.distance(points.get(points.size() - 1));
      if (step > 1e-6 && before + step > before && Double.isFinite(before + step)) {
        points.add(landmark);
        walked.add(before + step);
      }
    }
    if (points.size() == 1) {
      mark(points.get(0), points.get(0), squares, size);
      return;
    }
    double[] lengths = walked.stream().mapToDouble(Double::doubleValue).toArray();
    UnivariateFunction x = spline(lengths, points.stream().mapToDouble(Point::x).toArray());
    UnivariateFunction y = spline(lengths, points.stream().mapToDouble(Point::y).toArray());
    double whole = lengths[lengths.length - 1];
    // A curve far outside needs no more pieces than one that crosses the heatmap back and forth.
    int steps = (int) Math.max(1, Math.min(Math.ceil(whole / STEP), 16.0 * size / STEP));
    Point from = points.get(0);
    for (int i = 1; i <= steps; i++) {
      // Rounding must not go beyond the last knot, where the spline is not defined.
      double at = Math.min(whole, whole * i / steps);
      Point to = new Point(x.value(at), y.value(at));
      mark(from, to, squares, size);
      from = to;
    }
  }

  private static UnivariateFunction spline(double[] at, double[] values) {
    return at.length == 2
        ? new LinearInterpolator().interpolate(at, values)
        : new SplineInterpolator().interpolate(at, values);
  }

  /**
   * Lowers the squared distance of each cell near a straight piece to the cell's distance from the
   * piece.
   */
  private static void mark(Point from, Point to, float[] squares, int size) {
    int firstX = first(Math.min(from.x(), to.x()));
    int lastX = last(Math.max(from.x(), to.x()), size);
    int lastY = last(Math.max(from.y(), to.y()), size);
    float alongX = (float) (to.x() - from.x());
    float alongY = (float) (to.y() - from.y());
    float perLength = 1 / Math.max(alongX * alongX + alongY * alongY, Float.MIN_NORMAL);
    for (int y = first(Math.min(from.y(), to.y())); y <= lastY; y++) {
      float dy = (float) (y - from.y());
      for (int x = firstX; x <= lastX; x++) {
        float dx = (float) (x - from.x());
        float share = Math.max(0, Math.min(1, (dx * alongX + dy * alongY) * perLength));
        float offX = dx - share * alongX;
        float offY = dy - share * alongY;
        int cell = y * size + x;
        squares[cell] = Math.min(squares[cell], offX * offX + offY * offY);
      }
    }
  }

  // Clamped as doubles: a place far outside must not overflow an int.
  private static int first(double least) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE / 2.0, Math.ceil(least - REACH)));
  }

  private static int last(double most, int size) {
    return (int) Math.max(-1, Math.min(size - 1.0, Math.floor(most + REACH)));
  }
}
