package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws landmarks and their boundary curves on a picture: true landmarks as green rings, predicted
 * ones as orange dots. Leaves out landmarks that are not finite.
 */
public final class LandmarkOverlay {

  private final LandmarkScheme scheme;

  /** Draws landmarks of one scheme. */
  public LandmarkOverlay(LandmarkScheme scheme) {
    this.scheme = scheme;
  }

  /**
   * Draws the predicted landmarks of any number of faces onto their picture.
   *
   * @param picture to draw on
   * @param predictions landmarks in the picture's pixels
   * @throws IllegalArgumentException if a face has another number of landmarks than the scheme
   */
  public void drawPredicted(BufferedImage picture, List<Landmarks> predictions) {
    Graphics2D graphics = picture.createGraphics();
    Affine toDrawing = Affine.translation(0.5, 0.5);
    for (Landmarks prediction : predictions) {
      drawPredicted(graphics, prediction.map(toDrawing::apply));
    }
    graphics.dispose();
  }

  /** Draws true landmarks, given in the drawing's own coordinates. */
  void drawTrue(Graphics2D graphics, Landmarks landmarks) {
    double radius = radius(landmarks);
    drawCurves(graphics, landmarks, Palette.TRUTH, radius);
    graphics.setStroke(new BasicStroke((float) (0.8 * radius)));
    for (Point point : landmarks.stream().toList()) {
      if (isFinite(point)) {
        graphics.setColor(Palette.TRUTH);
        graphics.draw(circle(point, 1.7 * radius));
      }
    }
  }

  /** Draws predicted landmarks, given in the drawing's own coordinates. */
  void drawPredicted(Graphics2D graphics, Landmarks landmarks) {
    double radius = radius(landmarks);
    drawCurves(graphics, landmarks, Palette.PREDICTION, radius);
    for (Point point : landmarks.stream().toList()) {
      if (isFinite(point)) {
        graphics.setColor(Palette.withAlpha(Color.BLACK, 0.45));
        graphics.fill(circle(point, 1.3 * radius));
        graphics.setColor(Palette.PREDICTION);
        graphics.fill(circle(point, radius));
      }
    }
  }

  private void drawCurves(Graphics2D graphics, Landmarks landmarks, Color colour, double radius) {
    if (landmarks.count() != scheme.count()) {
      throw new IllegalArgumentException(
          "scheme %s has %d landmarks, but a face has %d"
              .formatted(scheme.name(), scheme.count(), landmarks.count()));
    }
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Palette.withAlpha(colour, 0.7));
    graphics.setStroke(
        new BasicStroke((float) (0.7 * radius), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    curves(scheme, landmarks).forEach(graphics::draw);
  }

  /** The boundary curves through landmarks as lines; leaves out landmarks that are not finite. */
  static List<Path2D> curves(LandmarkScheme scheme, Landmarks landmarks) {
    List<Path2D> curves = new ArrayList<>();
    for (List<Integer> curve : scheme.boundaryCurves()) {
      Path2D path = new Path2D.Double();
      for (int index : curve) {
        Point point = landmarks.get(index);
        if (isFinite(point)) {
          if (path.getCurrentPoint() == null) {
            path.moveTo(point.x(), point.y());
          } else {
            path.lineTo(point.x(), point.y());
          }
        }
      }
      curves.add(path);
    }
    return curves;
  }

  /** Radius of a dot; grows with the face, so that dots stay visible and do not hide it. */
  private static double radius(Landmarks landmarks) {
    double[] x =
        landmarks.stream().filter(LandmarkOverlay::isFinite).mapToDouble(Point::x).toArray();
    if (x.length == 0) {
      return 1;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return Math.max(1.2, (most - least) / 110);
  }

  static boolean isFinite(Point point) {
    return Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  private static Ellipse2D circle(Point centre, double radius) {
    return new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
  }
}
