package io.github.awing.eval.draw;

import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Face of 68 landmarks with a plain picture, for tests of drawings. */
final class DrawnFace {

  private DrawnFace() {}

  static Landmarks landmarks(double centreX, double centreY, double size) {
    List<Point> points = new ArrayList<>();
    arc(points, 17, 0, 0, 1, 1.25, Math.PI, 0);
    arc(points, 5, -0.45, -0.35, 0.3, 0.12, Math.PI, 2 * Math.PI);
    arc(points, 5, 0.45, -0.35, 0.3, 0.12, Math.PI, 2 * Math.PI);
    for (int i = 0; i < 4; i++) {
      points.add(new Point(0, -0.2 + 0.15 * i));
    }
    arc(points, 5, 0, 0.3, 0.18, 0.06, Math.PI, 0);
    arc(points, 6, -0.42, -0.15, 0.18, 0.07, Math.PI, 3 * Math.PI - Math.PI / 3);
    arc(points, 6, 0.42, -0.15, 0.18, 0.07, Math.PI, 3 * Math.PI - Math.PI / 3);
    arc(points, 12, 0, 0.68, 0.36, 0.16, Math.PI, 3 * Math.PI - Math.PI / 6);
    arc(points, 8, 0, 0.68, 0.26, 0.05, Math.PI, 3 * Math.PI - Math.PI / 4);
    return Landmarks.of(points)
        .map(p -> new Point(centreX + size / 2.6 * p.x(), centreY + size / 2.6 * p.y()));
  }

  static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(0x6B7A8F), width, height, new Color(0xC9A58B)));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return picture;
  }

  private static void arc(
      List<Point> points,
      int count,
      double x,
      double y,
      double width,
      double height,
      double from,
      double to) {
    for (int i = 0; i < count; i++) {
      double angle = from + (to - from) * i / (count - 1);
      points.add(new Point(x + width * Math.cos(angle), y + height * Math.sin(angle)));
    }
  }
}
