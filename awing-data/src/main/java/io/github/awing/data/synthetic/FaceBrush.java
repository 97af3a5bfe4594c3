package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/**
 * Paints in units of {@link HeadShape}, with the scale and tilt of the head in the picture.
 *
 * @param graphics target of the painting
 * @param pose pose of the head
 */
record FaceBrush(Graphics2D graphics, HeadPose pose) {

  /** Thinnest line in pixels; thinner lines disappear on small faces. */
  private static final double THINNEST = 0.6;

  /** Sets colour and width of the next lines. */
  void line(Color color, double width) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke(
            (float) Math.max(THINNEST, width * pose.scale()),
            BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND));
  }

  /**
   * Moves a shape to a point before the face, tilted with the head and rotated by {@code turn}
   * radians.
   */
  Shape placed(Point at, double turn, Shape shape) {
    AffineTransform lay = AffineTransform.getTranslateInstance(at.x(), at.y());
    lay.rotate(pose.roll() + turn);
    lay.scale(pose.scale(), pose.scale());
    return lay.createTransformedShape(shape);
  }
}
