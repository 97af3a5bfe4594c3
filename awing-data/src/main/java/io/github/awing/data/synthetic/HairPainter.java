package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import io.github.awing.data.synthetic.Appearance.HairStyle;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paints the hair: the part behind the head and the part on the forehead. */
final class HairPainter {

  private final Graphics2D graphics;
  private final FaceBrush brush;
  private final FaceGeometry face;
  private final Appearance look;
  private final SeededRandom random;

  HairPainter(Graphics2D graphics, FaceGeometry face, Appearance look, SeededRandom random) {
    this.graphics = graphics;
    this.brush = new FaceBrush(graphics, face.pose());
    this.face = face;
    this.look = look;
    this.random = random;
  }

  /** Paints the back of the head and the hair behind the shoulders. */
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
      case CURLS -> curls(1.28, 0.34, 24);
      default -> {}
    }
  }

  /**
   * Paints the hair on the forehead, or the cap.
   *
   * @return the area that it covers
   */
  Shape front() {
    if (look.hairStyle() == HairStyle.BALD) {
      return new Path2D.Double();
    }
    List<Point> outer = outerEdge();
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
    if (combedForward()) {
      combForward(outer, lower);
    } else {
      combSideways(outer, lower);
    }
    graphics.setClip(whole);
    if (look.hairStyle() == HairStyle.CURLS) {
      curls(1.04, 0.2, 18);
    }
    return cap;
  }

  private boolean combedForward() {
    return look.hairStyle() == HairStyle.CROPPED || look.hairStyle() == HairStyle.FRINGE;
  }

  /** Paints strands from the crown to the forehead. */
  private void combForward(List<Point> outer, List<Point> lower) {
    List<Point> roots = SmoothCurve.spaced(outer, 41);
    List<Point> tips = SmoothCurve.spaced(lower, 41);
    Point crown = roots.get(20);
    for (int i = 1; i < 40; i++) {
      Point tip = tips.get(Math.max(0, Math.min(40, i + random.whole(-1, 1))));
      Point root = SmoothCurve.mix(roots.get(i), crown, 0.35);
      Point bend = SmoothCurve.mix(SmoothCurve.mix(root, tip, 0.5), roots.get(i), 0.3);
      Color tone =
          i % 2 == 0
              ? Tint.veil(Tint.light(look.hair(), 0.5), random.between(0.12, 0.32))
              : Tint.veil(Tint.shade(look.hair(), 0.6), random.between(0.2, 0.4));
      brush.line(tone, random.between(0.02, 0.06));
      graphics.draw(SmoothCurve.through(List.of(root, bend, tip)));
    }
  }

  /** Paints strands from temple to temple, with a highlight in the middle. */
  private void combSideways(List<Point> outer, List<Point> lower) {
    List<Point> above = SmoothCurve.spaced(outer, 15);
    List<Point> below = SmoothCurve.spaced(lower, 15);
    for (int strand = 1; strand < 13; strand++) {
      double share = strand / 13.0;
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < above.size(); i++) {
        double wave = 0.03 * StrictMath.sin(i * 1.3 + strand * 2);
        points.add(SmoothCurve.mix(above.get(i), below.get(i), share + wave));
      }
      double gloss = StrictMath.exp(-StrictMath.pow((share - 0.45) / 0.2, 2));
      Color tone =
          strand % 2 == 0
              ? Tint.veil(Tint.light(look.hair(), 0.55), 0.1 + 0.25 * gloss)
              : Tint.veil(Tint.shade(look.hair(), 0.6), 0.3);
      brush.line(tone, random.between(0.02, 0.06));
      graphics.draw(SmoothCurve.through(points));
    }
  }

  /** The hair's outer edge: tufts for short hair, a quiff for swept hair. */
  private List<Point> outerEdge() {
    List<Point> dome = face.dome(volume());
    if (look.hairStyle() != HairStyle.SWEPT && !combedForward()) {
      return dome;
    }
    int last = dome.size() - 1;
    double lean = random.chance(0.5) ? 1 : -1;
    double tuft = look.hairStyle() == HairStyle.CROPPED ? 0.05 : 0.025;
    Point middle = face.onFace(0, FaceGeometry.EAR, 0);
    List<Point> edge = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      double along = 2.0 * i / last - 1;
      double swell = Math.min(1, 6 * (1 - Math.abs(along)));
      double rise =
          look.hairStyle() == HairStyle.SWEPT
              ? 0.16 * StrictMath.exp(-StrictMath.pow((along - 0.25 * lean) / 0.3, 2))
                  + 0.03 * StrictMath.sin(14 * along)
              : tuft * random.between(-1, 1);
      edge.add(SmoothCurve.mix(middle, dome.get(i), 1 + swell * rise));
    }
    return edge;
  }

  private double volume() {
    return switch (look.hairStyle()) {
      case CROPPED -> 1.06;
      case SWEPT -> 1.1;
      case BEANIE -> 1.08;
      case BOB, FRINGE, CURLS -> 1.16;
      default -> 1.12;
    };
  }

  /** The hairline from the viewer's right temple over the forehead to the left one. */
  private List<Point> hairline() {
    List<Point> line = new ArrayList<>();
    line.add(face.outline(1, FaceGeometry.EAR));
    for (int i = 10; i >= -10; i--) {
      double across = 0.093 * i;
      line.add(face.onForehead(across, hairlineHeight(across)));
    }
    line.add(face.outline(-1, FaceGeometry.EAR));
    return line;
  }

  private double hairlineHeight(double t) {
    double far = Math.abs(t);
    return switch (look.hairStyle()) {
      case FRINGE -> -0.58 + 0.16 * StrictMath.pow(far, 4) + 0.05 * StrictMath.sin(17 * t);
      case SWEPT -> -0.7 + 0.16 * t + 0.03 * StrictMath.sin(11 * t) + 0.36 * StrictMath.pow(far, 4);
      case BOB, LONG -> -1.0 + 0.66 * StrictMath.pow(far, 1.3);
      case BEANIE -> -0.62 + 0.1 * far * far;
      case CURLS -> -0.68 + 0.3 * StrictMath.pow(far, 4) + 0.03 * StrictMath.sin(14 * t);
      case CROPPED -> -0.7 + 0.03 * StrictMath.sin(23 * t) + 0.4 * StrictMath.pow(far, 4);
      default -> -0.78 + 0.42 * StrictMath.pow(far, 4);
    };
  }

  private Shape beanie(List<Point> outer, List<Point> line) {
    Color wool = Tint.mix(look.cloth(), look.hair(), 0.15);
    graphics.setColor(look.hair());
    Path2D cap = SmoothCurve.between(outer, line);
    graphics.fill(cap);
    List<Point> brim = new ArrayList<>();
    List<Point> fold = new ArrayList<>();
    for (int i = -4; i <= 4; i++) {
      double t = i / 4.0;
      brim.add(cuffPoint(t, -0.5));
      fold.add(cuffPoint(t, -0.8));
    }
    List<Point> crown = new ArrayList<>(face.dome(1.2).subList(5, 20));
    Point tip = crown.get(crown.size() / 2);
    graphics.setColor(Tint.light(wool, 0.35));
    graphics.fill(ball(offset(tip, 0, -0.08), 0.22, 0.22));
    List<Point> foldBack = new ArrayList<>(fold);
    Collections.reverse(foldBack);
    graphics.setColor(wool);
    graphics.fill(SmoothCurve.between(crown, foldBack));
    Path2D cuff = SmoothCurve.between(brim, foldBack);
    graphics.setColor(Tint.shade(wool, 0.25));
    graphics.fill(cuff);
    brush.line(Tint.veil(Tint.light(wool, 0.5), 0.5), 0.025);
    List<Point> below = SmoothCurve.spaced(brim, 17);
    List<Point> above = SmoothCurve.spaced(fold, 17);
    for (int i = 1; i < 16; i++) {
      graphics.draw(SmoothCurve.through(List.of(below.get(i), above.get(i))));
    }
    Path2D covered = new Path2D.Double(cap);
    covered.append(cuff, false);
    return covered;
  }

  /** A point of the cap's cuff, which stands out beyond the head at both ends. */
  private Point cuffPoint(double t, double y) {
    double height = y + 0.14 * t * t;
    if (Math.abs(t) < 1) {
      return face.onForehead(0.95 * t, height);
    }
    Point edge = face.outline((int) t, height);
    return SmoothCurve.mix(face.onForehead(0, height), edge, 1.06);
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
    brush.line(Tint.veil(Tint.light(look.hair(), 0.4), 0.25), random.between(0.02, 0.05));
    graphics.draw(SmoothCurve.through(points));
  }

  private void curls(double inflate, double size, int count) {
    List<Point> ring = SmoothCurve.spaced(face.dome(inflate), count);
    for (Point point : ring.subList(2, count - 2)) {
      double radius = size * random.between(0.8, 1.2);
      graphics.setColor(Tint.shade(look.hair(), random.between(0, 0.3)));
      graphics.fill(ball(point, radius, radius));
      graphics.setColor(Tint.veil(Tint.light(look.hair(), 0.35), 0.22));
      graphics.fill(ball(offset(point, -0.05, -0.06), radius * 0.6, radius * 0.5));
    }
  }

  private Shape ball(Point centre, double halfWidth, double halfHeight) {
    return brush.placed(
        centre, 0, new Ellipse2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight));
  }

  private Point offset(Point point, double right, double down) {
    double cos = StrictMath.cos(face.pose().roll());
    double sin = StrictMath.sin(face.pose().roll());
    return new Point(
        point.x() + face.pixels(right * cos - down * sin),
        point.y() + face.pixels(right * sin + down * cos));
  }
}
