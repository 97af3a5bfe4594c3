package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/**
 * Measures in units of {@link HeadShape}, as wide and as tilted as the head in the picture.
 *
 * @param graphics what is painted on
 * @param pose how the head is held
 */
record FaceBrush(Graphics2D graphics, HeadPose pose) {

  /** The thinnest line in pixels: a thinner one fades on small faces. */
  private static final double THINNEST = 0.6;

  /** From here on lines have this colour and width. */
  void line(Color color, double width) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke(
            (float) Math.max(THINNEST, width * pose.scale()),
            BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND));
  }

  /** A thing's own shape, set before the face as the head is tilted, and turned by radians. */
  Shape placed(Point at, double turn, Shape shape) {
    AffineTransform lay = AffineTransform.getTranslateInstance(at.x(), at.y());
    lay.rotate(pose.roll() + turn);
    lay.scale(pose.scale(), pose.scale());
    return lay.createTransformedShape(shape);
  }
}
