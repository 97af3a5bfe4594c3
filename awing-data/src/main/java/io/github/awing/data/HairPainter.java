package io.github.awing.data;

import io.github.awing.data.FaceLook.HairStyle;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paints the hair: what falls behind the head and what lies on the forehead. */
final class HairPainter {

  private final Graphics2D graphics;
  private final FaceGeometry face;
  private final FaceLook look;
  private final Dice dice;

  HairPainter(Graphics2D graphics, FaceGeometry face, FaceLook look, Dice dice) {
    this.graphics = graphics;
    this.face = face;
    this.look = look;
    this.dice = dice;
  }

  /** The back of the head and the hair that hangs behind the shoulders. */
  void behind() {
    HeadPose pose = face.pose();
    double width = face.shape().width();
    boolean bald = look.hairStyle() == HairStyle.BALD;
    Color color = bald ? Tint.shade(look.skin(), 0.25) : Tint.shade(look.hair(), 0.3);
    graphics.setColor(color);
    graphics.fill(ball(pose.project(0, -0.3, -0.45), width * 1.0, face.shape().crown() * 0.93));
    switch (look.hairStyle()) {
      case BOB -> hanging(1.25, 1.22);
      case LONG -> hanging(2.35, 1.18);
      case BUN -> {
        Point top = pose.project(0, -1.55 * face.shape().crown() + 0.05, -0.35);
        graphics.setColor(Tint.shade(look.hair(), 0.1));
        graphics.fill(ball(top, 0.42, 0.38));
        strands(List.of(offset(top, -0.3, 0.05), offset(top, 0, -0.2), offset(top, 0.3, 0.05)));
      }
      case CURLS -> curls(1.5, 0.36, 26);
      default -> {}
    }
  }

  /**
   * The hair on the forehead, or the cap.
   *
   * @return what it covers
   */
  Shape front() {
    if (look.hairStyle() == HairStyle.BALD) {
      return new Path2D.Double();
    }
    List<Point> outer = face.dome(look.hairStyle() == HairStyle.CROPPED ? 1.05 : 1.13);
    List<Point> line = hairline();
    Path2D cap = SmoothCurve.between(outer, line);
    graphics.setColor(look.hair());
    if (look.hairStyle() == HairStyle.BEANIE) {
      return beanie(outer, line);
    }
    graphics.fill(cap);
    Shape whole = graphics.getClip();
    graphics.clip(cap);
    List<Point> lower = new ArrayList<>(line);
    Collections.reverse(lower);
    List<Point> evenOuter = SmoothCurve.spaced(outer, 15);
    List<Point> evenLower = SmoothCurve.spaced(lower, 15);
    for (int strand = 1; strand < 13; strand++) {
      double share = strand / 13.0;
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < evenOuter.size(); i++) {
        double wave = 0.03 * StrictMath.sin(i * 1.3 + strand * 2);
        points.add(SmoothCurve.mix(evenOuter.get(i), evenLower.get(i), share + wave));
      }
      double gloss = Math.exp(-Math.pow((share - 0.45) / 0.2, 2));
      Color tone =
          strand % 2 == 0
              ? Tint.veil(Tint.light(look.hair(), 0.55), 0.1 + 0.25 * gloss)
              : Tint.veil(Tint.shade(look.hair(), 0.6), 0.3);
      stroke(tone, dice.between(0.02, 0.06));
      graphics.draw(SmoothCurve.through(points));
    }
    graphics.setClip(whole);
    if (look.hairStyle() == HairStyle.CURLS) {
      curls(1.08, 0.26, 22);
    }
    return cap;
  }

  /** From the viewer's right temple over the forehead to the left one. */
  private List<Point> hairline() {
    double[] across = {0.93, 0.78, 0.55, 0.28, 0, -0.28, -0.55, -0.78, -0.93};
    List<Point> line = new ArrayList<>();
    line.add(face.outline(1, FaceGeometry.EAR));
    for (double t : across) {
      line.add(face.onForehead(t, hairlineHeight(t)));
    }
    line.add(face.outline(-1, FaceGeometry.EAR));
    return line;
  }

  private double hairlineHeight(double t) {
    double far = Math.abs(t);
    return switch (look.hairStyle()) {
      case FRINGE -> -0.5 + 0.12 * Math.pow(far, 4) + 0.035 * StrictMath.sin(9 * t);
      case SWEPT -> -0.74 + 0.2 * t + 0.36 * Math.pow(far, 4);
      case BOB, LONG -> -1.0 + 0.66 * Math.pow(far, 1.3);
      case BEANIE -> -0.62 + 0.1 * far * far;
      case CURLS -> -0.68 + 0.3 * Math.pow(far, 4) + 0.03 * StrictMath.sin(14 * t);
      default -> -0.78 + 0.42 * Math.pow(far, 4);
    };
  }

  private Shape beanie(List<Point> outer, List<Point> line) {
    Color wool = Tint.mix(look.cloth(), look.hair(), 0.15);
    graphics.setColor(look.hair());
    Path2D cap = SmoothCurve.between(outer, line);
    graphics.fill(cap);
    List<Point> band = new ArrayList<>();
    List<Point> top = new ArrayList<>();
    for (double t = 1; t > -1.01; t -= 0.25) {
      band.add(face.onForehead(Math.max(-1, t) * 1.03, -0.56 + 0.02 * t * t));
      top.add(face.onForehead(Math.max(-1, t) * 1.06, -0.84 + 0.05 * t * t));
    }
    List<Point> crown = face.dome(1.2).subList(4, 21);
    List<Point> closed = new ArrayList<>(crown);
    Path2D hat = SmoothCurve.between(closed, top);
    Point tip = closed.get(closed.size() / 2);
    graphics.setColor(Tint.light(wool, 0.35));
    graphics.fill(ball(offset(tip, 0, -0.08), 0.22, 0.22));
    graphics.setColor(wool);
    graphics.fill(hat);
    Collections.reverse(top);
    Path2D cuff = SmoothCurve.around(joined(band, top));
    graphics.setColor(Tint.shade(wool, 0.25));
    graphics.fill(cuff);
    stroke(Tint.veil(Tint.light(wool, 0.5), 0.5), 0.025);
    Collections.reverse(top);
    for (int i = 0; i < band.size(); i++) {
      graphics.draw(SmoothCurve.through(List.of(band.get(i), top.get(i))));
    }
    Path2D covered = new Path2D.Double(cap);
    covered.append(cuff, false);
    return covered;
  }

  private static List<Point> joined(List<Point> first, List<Point> second) {
    List<Point> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private void hanging(double bottom, double spread) {
    HeadPose pose = face.pose();
    double width = face.shape().width() * spread;
    List<Point> outline =
        List.of(
            pose.project(-width * 0.95, -0.6, -0.35),
            pose.project(-width * 1.06, 0.2, -0.35),
            pose.project(-width * 1.1, bottom * 0.65, -0.35),
            pose.project(-width * 0.95, bottom, -0.35),
            pose.project(0, bottom + 0.1, -0.4),
            pose.project(width * 0.95, bottom, -0.35),
            pose.project(width * 1.1, bottom * 0.65, -0.35),
            pose.project(width * 1.06, 0.2, -0.35),
            pose.project(width * 0.95, -0.6, -0.35),
            pose.project(0, -1.2, -0.4));
    graphics.setColor(Tint.shade(look.hair(), 0.22));
    graphics.fill(SmoothCurve.around(outline));
    for (int side : new int[] {-1, 1}) {
      for (double x = 0.8; x < 1.1; x += 0.09) {
        strands(
            List.of(
                pose.project(side * width * (x - 0.05), -0.4, -0.3),
                pose.project(side * width * x, bottom * 0.4, -0.3),
                pose.project(side * width * (x - 0.1), bottom * 0.93, -0.3)));
      }
    }
  }

  private void strands(List<Point> points) {
    stroke(Tint.veil(Tint.light(look.hair(), 0.4), 0.25), dice.between(0.02, 0.05));
    graphics.draw(SmoothCurve.through(points));
  }

  private void curls(double inflate, double size, int count) {
    List<Point> ring = SmoothCurve.spaced(face.dome(inflate * 0.95), count);
    for (Point point : ring) {
      double radius = size * dice.between(0.8, 1.2);
      graphics.setColor(Tint.shade(look.hair(), dice.between(0, 0.3)));
      graphics.fill(ball(point, radius, radius));
      stroke(Tint.veil(Tint.light(look.hair(), 0.4), 0.3), 0.03);
      graphics.draw(ball(offset(point, -0.03, -0.03), radius * 0.6, radius * 0.6));
    }
  }

  private Shape ball(Point centre, double halfWidth, double halfHeight) {
    AffineTransform lay = AffineTransform.getTranslateInstance(centre.x(), centre.y());
    lay.rotate(face.pose().roll());
    lay.scale(face.pose().scale(), face.pose().scale());
    return lay.createTransformedShape(
        new Ellipse2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight));
  }

  private Point offset(Point point, double right, double down) {
    double cos = StrictMath.cos(face.pose().roll());
    double sin = StrictMath.sin(face.pose().roll());
    return new Point(
        point.x() + face.pixels(right * cos - down * sin),
        point.y() + face.pixels(right * sin + down * cos));
  }

  private void stroke(Color color, double width) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke(
            (float) Math.max(0.6, face.pixels(width)),
            BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND));
  }
}
