package io.github.awing.data.synthetic;

import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Curves of one face in the picture. The painter draws these curves and the landmarks are points of
 * the same curves, so both agree exactly.
 *
 * <p>A head is a stack of half ellipses, each with a half-width, a depth at its sides and a depth
 * in front. Lids, lips and brows are functions of t, from −1 at the outer or left end to 1 at the
 * inner or right one, laid on that surface.
 */
final class FaceGeometry {

  /** Height of the contour's ends, at the ears. */
  static final double EAR = -0.17;

  private static final double SIDE_DEPTH = -0.1;
  private static final double FRONT_DEPTH = 0.62;
  private static final double CHIN_DEPTH = 0.5;

  /** Width of the inner lips relative to the mouth. */
  private static final double INNER_LIPS = 0.93;

  private static final int PIECES = 16;

  private final HeadShape shape;
  private final FacialExpression expression;
  private final HeadPose pose;
  private final double chin;

  FaceGeometry(HeadShape shape, FacialExpression expression, HeadPose pose) {
    this.shape = shape;
    this.expression = expression;
    this.pose = pose;
    this.chin = shape.chin() + 0.2 * expression.open();
  }

  HeadShape shape() {
    return shape;
  }

  FacialExpression expression() {
    return expression;
  }

  HeadPose pose() {
    return pose;
  }

  /** Converts a length from the units of {@link HeadShape} to pixels. */
  double pixels(double length) {
    return length * pose.scale();
  }

  /** Projects the point of the face's surface at (x, y), raised by a bump. */
  Point onFace(double x, double y, double bump) {
    return pose.project(x, y, depth(x, y) + bump);
  }

  /** The contour from the viewer's left ear through the chin to the right ear, in small steps. */
  List<Point> contour() {
    List<Point> points = new ArrayList<>(cheek(-1));
    List<Point> right = cheek(1);
    for (int i = right.size() - 2; i >= 0; i--) {
      points.add(right.get(i));
    }
    return points;
  }

  /** A point of the head's outline at a height; side −1 is the viewer's left. */
  Point outline(int side, double y) {
    double sideDepth = sideDepth(y);
    return rim(side, halfWidth(y), y, sideDepth, frontDepth(y) - sideDepth);
  }

  /** A point of the forehead; across is −1 to 1 of the head's width at that height. */
  Point onForehead(double across, double y) {
    return onFace(across * halfWidth(y), y, 0.02);
  }

  /**
   * The head above the ears, from the viewer's left ear over the crown to the right one, inflated
   * except at its ends.
   */
  List<Point> dome(double inflate) {
    int steps = 24;
    return IntStream.rangeClosed(0, steps)
        .mapToObj(
            i -> {
              double angle = Math.PI * i / steps;
              double cos = StrictMath.cos(angle);
              double sin = StrictMath.sin(angle);
              double width = shape.width() * Math.abs(cos);
              double swell = 1 + (inflate - 1) * Math.min(1, 0.1 + 1.8 * sin);
              double depth = (FRONT_DEPTH - SIDE_DEPTH) * Math.abs(cos);
              return rim(
                  cos > 0 ? -1 : 1,
                  width * swell,
                  EAR - shape.crown() * sin * swell,
                  SIDE_DEPTH,
                  depth);
            })
        .toList();
  }

  /** The upper lid of an eye, as a function of t; side −1 is the viewer's left. */
  DoubleFunction<Point> upperLid(int side) {
    double open = eyeOpen(side);
    return t -> lid(side, t, 0.35 - 1.35 * open);
  }

  /** The lower lid; a smile raises it. */
  DoubleFunction<Point> lowerLid(int side) {
    double open = eyeOpen(side);
    double lift = 0.25 * Math.max(0, expression.smile());
    return t -> lid(side, t, 0.35 + (0.25 - lift) * open);
  }

  /** The crease above the upper lid. */
  DoubleFunction<Point> lidCrease(int side) {
    double open = eyeOpen(side);
    return t -> lid(side, t, -0.55 - 0.85 * open);
  }

  double eyeOpen(int side) {
    return side < 0 ? expression.leftEye() : expression.rightEye();
  }

  /** The pupil: between the lids, moved by the gaze as far as the lids are open. */
  Point pupil(int side) {
    double open = Math.min(1, eyeOpen(side));
    double share = -side * 0.28 * expression.gazeX() * open;
    Point above = upperLid(side).apply(share);
    Point below = lowerLid(side).apply(share);
    return SmoothCurve.mix(above, below, 0.46 + 0.1 * expression.gazeY() * open);
  }

  double eyeX(int side) {
    return side * shape.eyeSpacing();
  }

  /** The brow's upper edge. */
  DoubleFunction<Point> browTop(int side) {
    return t -> brow(side, t, -0.5);
  }

  /** The brow's lower edge. */
  DoubleFunction<Point> browBottom(int side) {
    return t -> brow(side, t, 0.5);
  }

  /** The ridge of the nose, t from −1 between the eyes to 1 at the tip. */
  Point noseRidge(double t) {
    double share = (t + 1) / 2;
    double y = 0.02 + (shape.noseLength() - 0.13) * share;
    return onFace(0, y, 0.05 + (shape.noseDepth() - 0.05) * share * share);
  }

  /** The nose's base from wing to wing. */
  Point noseBase(double t) {
    double middle = 1 - t * t;
    double y = shape.noseLength() - 0.045 + 0.05 * middle - 0.015 * expression.smile() * t * t;
    double x = t * shape.noseWidth() * (1 + 0.08 * Math.max(0, expression.smile()));
    return onFace(x, y, 0.06 + (0.55 * shape.noseDepth() - 0.06) * middle);
  }

  /**
   * A point beside the nose, for its wings: t as in {@link #noseBase}, {@code up} above the base.
   */
  Point noseSide(double t, double up) {
    Point base = noseBase(t);
    Point above = onFace(t * shape.noseWidth() * 0.95, shape.noseLength() - 0.045 - up, 0.08);
    return up == 0 ? base : above;
  }

  Point upperLipOuter(double t) {
    double bow = 1 - 0.2 * StrictMath.exp(-StrictMath.pow(t / 0.17, 2));
    double full = StrictMath.pow(Math.max(0, 1 - t * t), 0.85) * bow;
    double thick = shape.upperLip() * (1 - 0.25 * Math.max(0, expression.smile()));
    return lip(t, mouthCurve(t) - upperGap(t) - thick * full, t);
  }

  Point lowerLipOuter(double t) {
    double full = StrictMath.pow(Math.max(0, 1 - t * t), 0.75);
    double thick = shape.lowerLip() * (1 - 0.15 * Math.max(0, expression.smile()));
    return lip(t, mouthCurve(t) + lowerGap(t) + thick * full, t);
  }

  Point upperLipInner(double t) {
    double across = INNER_LIPS * t;
    return lip(across, mouthCurve(across) - upperGap(t), across);
  }

  Point lowerLipInner(double t) {
    double across = INNER_LIPS * t;
    return lip(across, mouthCurve(across) + lowerGap(t), across);
  }

  /** The 98 landmarks in WFLW's order. */
  Landmarks landmarks() {
    Point[] points = new Point[98];
    List<Point> left = SmoothCurve.spaced(cheek(-1), 17);
    List<Point> right = SmoothCurve.spaced(cheek(1), 17);
    for (int i = 0; i <= 16; i++) {
      points[i] = left.get(i);
      points[32 - i] = right.get(i);
    }
    place(points, 33, browTop(-1), -1, -0.5, 0, 0.5, 1);
    place(points, 38, browBottom(-1), 1, 0.5, 0, -0.5);
    place(points, 42, browTop(1), 1, 0.5, 0, -0.5, -1);
    place(points, 47, browBottom(1), -0.5, 0, 0.5, 1);
    place(points, 51, this::noseRidge, -1, -1.0 / 3, 1.0 / 3, 1);
    place(points, 55, this::noseBase, -1, -0.5, 0, 0.5, 1);
    place(points, 60, upperLid(-1), -1, -0.5, 0, 0.5, 1);
    place(points, 65, lowerLid(-1), 0.5, 0, -0.5);
    place(points, 68, upperLid(1), 1, 0.5, 0, -0.5, -1);
    place(points, 73, lowerLid(1), -0.5, 0, 0.5);
    place(points, 76, this::upperLipOuter, -1, -0.65, -0.27, 0, 0.27, 0.65, 1);
    place(points, 83, this::lowerLipOuter, 0.67, 0.34, 0, -0.34, -0.67);
    place(points, 88, this::upperLipInner, -1, -0.5, 0, 0.5, 1);
    place(points, 93, this::lowerLipInner, 0.5, 0, -0.5);
    points[96] = pupil(-1);
    points[97] = pupil(1);
    return Landmarks.of(Arrays.asList(points));
  }

  /** A curve's points from t = −1 to 1. */
  static List<Point> along(DoubleFunction<Point> curve) {
    return IntStream.rangeClosed(-PIECES, PIECES)
        .mapToObj(i -> curve.apply((double) i / PIECES))
        .toList();
  }

  /** A curve's points from t = 1 to −1. */
  static List<Point> backAlong(DoubleFunction<Point> curve) {
    return along(t -> curve.apply(-t));
  }

  private static void place(
      Point[] points, int first, DoubleFunction<Point> curve, double... places) {
    for (int i = 0; i < places.length; i++) {
      points[first + i] = curve.apply(places[i]);
    }
  }

  /** One half of the contour, from the ear to the chin. */
  private List<Point> cheek(int side) {
    int steps = 64;
    return IntStream.rangeClosed(0, steps)
        .mapToObj(
            i -> {
              double angle = Math.PI / 2 * i / steps;
              double down = StrictMath.pow(StrictMath.sin(angle), 2 / shape.jaw());
              double width =
                  shape.width()
                      * StrictMath.pow(
                          Math.max(0, StrictMath.cos(angle)), 2 / shape.chinRoundness());
              double y = EAR + (chin - EAR) * down;
              double sideDepth = sideDepth(y);
              return rim(side, i == steps ? 0 : width, y, sideDepth, frontDepth(y) - sideDepth);
            })
        .toList();
  }

  /**
   * The outermost visible point of the half ellipse at a height: on the side turned to the viewer
   * the line from ear to chin, on the other side the cheek that hides this line.
   */
  private Point rim(int side, double width, double y, double sideDepth, double bulge) {
    double turn = side * pose.yaw();
    double angle =
        Math.max(0, StrictMath.atan2(bulge * StrictMath.sin(turn), width * StrictMath.cos(turn)));
    return pose.project(
        side * width * StrictMath.cos(angle), y, sideDepth + bulge * StrictMath.sin(angle));
  }

  private double depth(double x, double y) {
    double across = Math.min(1, Math.abs(x) / Math.max(1e-9, halfWidth(y)));
    double sideDepth = sideDepth(y);
    return sideDepth + (frontDepth(y) - sideDepth) * Math.sqrt(1 - across * across);
  }

  private double halfWidth(double y) {
    if (y <= EAR) {
      double up = Math.min(1, (EAR - y) / shape.crown());
      return shape.width() * Math.sqrt(1 - up * up);
    }
    double left = Math.max(0, 1 - StrictMath.pow(down(y), shape.jaw()));
    return shape.width() * StrictMath.pow(left, 1 / shape.chinRoundness());
  }

  private double sideDepth(double y) {
    double down = down(y);
    return SIDE_DEPTH + (CHIN_DEPTH - SIDE_DEPTH) * down * down;
  }

  private double frontDepth(double y) {
    if (y <= EAR) {
      double up = Math.min(1, (EAR - y) / shape.crown());
      return SIDE_DEPTH + (FRONT_DEPTH - SIDE_DEPTH) * Math.sqrt(1 - up * up);
    }
    double down = down(y);
    return FRONT_DEPTH + (CHIN_DEPTH - FRONT_DEPTH) * down * down;
  }

  /** Position of a height between ear and chin, 0 to 1. */
  private double down(double y) {
    return Math.max(0, Math.min(1, (y - EAR) / (chin - EAR)));
  }

  private Point lid(int side, double t, double height) {
    double arch = StrictMath.pow(Math.max(0, 1 - t * t), 0.7);
    double y = shape.eyeSlant() * t + shape.eyeHeight() * height * arch;
    return onFace(side * (shape.eyeSpacing() - t * shape.eyeWidth()), y, 0.02 * arch);
  }

  private Point brow(int side, double t, double edge) {
    double inner = (t + 1) / 2;
    double thick = shape.browThickness() * StrictMath.pow(inner, 0.6) * (1.05 - 0.2 * inner);
    double raise = expression.browRaise();
    double frown = raise < 0 ? -raise * 0.14 * inner * inner : 0;
    double y =
        -shape.browHeight()
            - shape.browArch() * (1 - (t + 0.12) * (t + 0.12))
            + shape.browSlant() * t / 2
            - 0.13 * Math.max(0, raise)
            + frown
            + edge * thick;
    return onFace(side * (shape.eyeSpacing() + 0.01 - t * (shape.eyeWidth() + 0.075)), y, 0.02);
  }

  private double mouthY() {
    double base = shape.noseLength();
    return base
        + (shape.chin() - base) * shape.mouthHeight()
        + 0.03 * Math.max(0, expression.smile());
  }

  /** The line where closed lips meet; a smile raises its ends. */
  private double mouthCurve(double t) {
    return mouthY() - 0.13 * expression.smile() * t * t;
  }

  private double upperGap(double t) {
    return 0.07 * expression.open() * StrictMath.pow(inside(t), 0.7);
  }

  private double lowerGap(double t) {
    return 0.36 * expression.open() * StrictMath.pow(inside(t), 0.6);
  }

  /** 1 in the middle of the mouth, decreasing to 0 where the inner lips meet. */
  private static double inside(double t) {
    double across = t / INNER_LIPS;
    return Math.max(0, 1 - across * across);
  }

  private Point lip(double across, double y, double t) {
    double width =
        shape.mouthWidth()
            * (1 + 0.28 * Math.max(0, expression.smile()) - 0.18 * expression.open());
    return onFace(across * width, y, 0.08 * (1 - t * t));
  }
}
