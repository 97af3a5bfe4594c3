package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;

/** Paints skin, eyes, brows, nose and mouth along the curves of a {@link FaceGeometry}. */
final class FacePainter {

  private static final Color DARK = new Color(0x2a1418);

  private final Graphics2D graphics;
  private final FaceBrush brush;
  private final FaceGeometry face;
  private final Appearance look;
  private final SeededRandom random;

  FacePainter(Graphics2D graphics, FaceGeometry face, Appearance look, SeededRandom random) {
    this.graphics = graphics;
    this.brush = new FaceBrush(graphics, face.pose());
    this.face = face;
    this.look = look;
    this.random = random;
  }

  /** Paints neck and clothes, behind the head. */
  void body() {
    HeadPose pose = face.pose();
    HeadPose trunk =
        new HeadPose(pose.yaw() * 0.4, 0, pose.roll() * 0.35, pose.scale(), pose.x(), pose.y());
    double shoulder = face.shape().chin() + 0.5;
    List<Point> outline = new ArrayList<>();
    double[][] corners = {
      {-3.4, 6}, {-2.5, shoulder + 0.95}, {-1.9, shoulder + 0.35}, {-0.6, shoulder - 0.1},
      {0, shoulder + 0.12}, {0.6, shoulder - 0.1}, {1.9, shoulder + 0.35}, {2.5, shoulder + 0.95},
      {3.4, 6}
    };
    for (double[] corner : corners) {
      outline.add(trunk.project(corner[0], corner[1], -0.3));
    }
    Point left = pose.project(-0.5 * face.shape().width(), 0.85, -0.35);
    Point right = pose.project(0.5 * face.shape().width(), 0.85, -0.35);
    Point rightFoot = trunk.project(0.62, shoulder + 0.3, -0.3);
    Point leftFoot = trunk.project(-0.62, shoulder + 0.3, -0.3);
    Path2D neck = new Path2D.Double();
    neck.moveTo(left.x(), left.y());
    neck.lineTo(right.x(), right.y());
    Point rightBase = trunk.project(0.44, shoulder - 0.15, -0.3);
    Point leftBase = trunk.project(-0.44, shoulder - 0.15, -0.3);
    neck.quadTo(rightBase.x(), rightBase.y(), rightFoot.x(), rightFoot.y());
    neck.lineTo(leftFoot.x(), leftFoot.y());
    neck.quadTo(leftBase.x(), leftBase.y(), left.x(), left.y());
    neck.closePath();
    graphics.setColor(Tint.shade(look.skin(), 0.34));
    graphics.fill(neck);
    Path2D clothes = SmoothCurve.through(outline);
    clothes.closePath();
    graphics.setColor(look.cloth());
    graphics.fill(clothes);
    brush.line(Tint.shade(look.cloth(), 0.3), 0.06);
    graphics.draw(SmoothCurve.through(outline.subList(3, 6)));
  }

  /** Paints both ears; the head hides the ear on the far side. */
  void ears() {
    for (int side : new int[] {-1, 1}) {
      double width = side * face.shape().width();
      HeadPose pose = face.pose();
      List<Point> rim =
          List.of(
              pose.project(width * 0.93, -0.22, -0.1),
              pose.project(width * 1.06, -0.3, -0.3),
              pose.project(width * 1.13, -0.1, -0.34),
              pose.project(width * 1.08, 0.2, -0.24),
              pose.project(width * 0.99, 0.4, -0.12),
              pose.project(width * 0.9, 0.36, -0.08));
      graphics.setColor(Tint.shade(look.skin(), 0.1));
      graphics.fill(SmoothCurve.around(rim));
      Point middle = SmoothCurve.mix(rim.get(0), rim.get(4), 0.5);
      List<Point> inner = rim.stream().map(point -> SmoothCurve.mix(middle, point, 0.55)).toList();
      brush.line(Tint.veil(Tint.shade(look.skin(), 0.7), 0.55), 0.035);
      graphics.draw(SmoothCurve.through(inner.subList(0, 5)));
    }
  }

  /** Paints the skin from chin to crown, with soft shading. */
  void skin() {
    Shape head = head();
    graphics.setColor(look.skin());
    graphics.fill(head);
    Color shadow = Tint.shade(look.skin(), 0.75);
    Color glow = Tint.light(look.skin(), 0.55);
    blend(head, face.onFace(0, -0.62, 0), 0.95, glow, 0.5);
    blend(head, face.onFace(0, 1.28, 0), 0.3, glow, 0.35);
    for (int side : new int[] {-1, 1}) {
      blend(head, face.onFace(side * 0.5, 0.42, 0), 0.45, glow, 0.3);
      blend(head, face.onFace(side * 0.52, 0.58, 0), 0.36, new Color(0xe0404f), 0.26);
      blend(head, face.onFace(side * 0.9, 0.95, 0), 0.55, shadow, 0.35);
      blend(head, face.onFace(face.eyeX(side), -0.03, 0), 0.36, shadow, 0.3);
    }
    if (look.freckles()) {
      graphics.setColor(Tint.veil(Tint.shade(look.skin(), 0.8), 0.5));
      for (int i = 0; i < 26; i++) {
        Point spot = face.onFace(random.around(-0.66, 0.66), random.around(0.24, 0.62), 0);
        disc(spot, face.pixels(random.between(0.01, 0.018)));
      }
    }
    brush.line(Tint.veil(shadow, 0.5), 0.025);
    graphics.draw(polyline(face.contour()));
  }

  /** Paints a beard between the contour and the cheeks, around the mouth. */
  void beard() {
    if (look.beard() == 0) {
      return;
    }
    List<Point> contour = face.contour();
    int skipped = contour.size() / 9;
    List<Point> edge = contour.subList(skipped, contour.size() - skipped);
    double lip = face.shape().noseLength() + 0.1;
    double[][] cheeks = {
      {0.82, 0.52},
      {0.62, 0.86},
      {0.42, lip + 0.1},
      {0.2, lip},
      {0, lip + 0.03},
      {-0.2, lip},
      {-0.42, lip + 0.1},
      {-0.62, 0.86},
      {-0.82, 0.52}
    };
    List<Point> back = new ArrayList<>();
    for (double[] point : cheeks) {
      back.add(face.onFace(point[0] * face.shape().width(), point[1], 0.02));
    }
    graphics.setColor(Tint.veil(Tint.shade(look.hair(), 0.15), look.beard()));
    Path2D path = polyline(edge);
    Path2D upper = SmoothCurve.through(back);
    path.append(upper, true);
    path.closePath();
    graphics.fill(path);
  }

  void nose() {
    Shape head = head();
    Color shadow = Tint.shade(look.skin(), 0.85);
    int dark = face.pose().yaw() > 0 ? -1 : 1;
    List<Point> ridge = FaceGeometry.along(face::noseRidge);
    List<Point> side =
        List.of(
            face.noseBase(dark),
            face.onFace(
                dark * face.shape().noseWidth() * 0.75, face.shape().noseLength() * 0.6, 0.06),
            face.onFace(dark * 0.15, 0.08, 0.03),
            face.onFace(dark * 0.06, -0.08, 0.03));
    List<Point> front = new ArrayList<>(ridge);
    front.add(face.noseBase(0));
    graphics.setColor(Tint.veil(shadow, 0.15));
    graphics.fill(SmoothCurve.between(front, side));
    blend(head, face.noseRidge(0.95), 0.2, new Color(0xe0505a), 0.22);
    brush.line(Tint.veil(Tint.light(look.skin(), 0.7), 0.42), 0.055);
    graphics.draw(SmoothCurve.through(ridge));
    blend(head, face.noseRidge(1), 0.13, new Color(0xfff6ea), 0.6);
    for (int wing : new int[] {-1, 1}) {
      Point nostril = SmoothCurve.mix(face.noseBase(wing * 0.48), face.noseRidge(1), 0.08);
      graphics.setColor(Tint.veil(Tint.shade(look.skin(), 1), 0.85));
      oval(nostril, 0.062, 0.032, wing * 0.25);
      brush.line(Tint.veil(shadow, 0.7), 0.03);
      graphics.draw(
          SmoothCurve.through(
              List.of(
                  face.noseSide(wing * 0.86, 0.16),
                  face.noseSide(wing * 1.1, 0.07),
                  face.noseBase(wing))));
    }
    brush.line(Tint.veil(shadow, 0.75), 0.032);
    graphics.draw(SmoothCurve.through(FaceGeometry.along(face::noseBase)));
  }

  void mouth() {
    blend(head(), face.lowerLipOuter(0), 0.3, Tint.shade(look.skin(), 0.9), 0.3);
    Path2D inside = opening(face::upperLipInner, face::lowerLipInner);
    graphics.setColor(look.lips());
    graphics.fill(opening(face::upperLipOuter, face::lowerLipInner));
    graphics.setColor(Tint.light(look.lips(), 0.12));
    graphics.fill(opening(face::upperLipInner, face::lowerLipOuter));
    graphics.setColor(Tint.veil(Tint.shade(look.lips(), 0.5), 0.55));
    graphics.fill(opening(face::upperLipOuter, face::upperLipInner));
    Point shine = SmoothCurve.mix(face.lowerLipInner(0), face.lowerLipOuter(0), 0.45);
    graphics.setColor(new Color(255, 245, 240, look.makeUp() ? 130 : 70));
    oval(shine, 0.4 * face.shape().mouthWidth(), 0.18 * face.shape().lowerLip(), 0);
    if (face.expression().open() > 0.02) {
      graphics.setColor(new Color(0x4a1019));
      graphics.fill(inside);
      Shape whole = graphics.getClip();
      graphics.clip(inside);
      double gap = face.upperLipInner(0).distance(face.lowerLipInner(0));
      graphics.setColor(new Color(0xc85662));
      Point tongue = face.lowerLipInner(0);
      ellipse(tongue, face.pixels(0.22), gap * 0.36);
      List<Point> gums = FaceGeometry.along(face::upperLipInner);
      List<Point> edges =
          FaceGeometry.backAlong(
              t ->
                  SmoothCurve.mix(
                      face.upperLipInner(t),
                      face.lowerLipInner(t),
                      Math.min(0.75, face.pixels(0.11) / gap)));
      graphics.setColor(new Color(0xfdf8ee));
      graphics.fill(SmoothCurve.between(gums, edges));
      graphics.setClip(whole);
    }
    brush.line(Tint.shade(look.lips(), 0.95), 0.028);
    graphics.draw(SmoothCurve.through(FaceGeometry.along(face::upperLipInner)));
    brush.line(Tint.veil(Tint.shade(look.lips(), 0.7), 0.6), 0.02);
    graphics.draw(inside);
    graphics.draw(opening(face::upperLipOuter, face::lowerLipOuter));
  }

  void eyes() {
    for (int side : new int[] {-1, 1}) {
      eye(side);
    }
  }

  private void eye(int side) {
    DoubleFunction<Point> upper = face.upperLid(side);
    DoubleFunction<Point> lower = face.lowerLid(side);
    DoubleFunction<Point> crease = face.lidCrease(side);
    double open = face.eyeOpen(side);
    Color lid = look.makeUp() ? look.eyeShadow() : Tint.shade(look.skin(), 0.35);
    graphics.setColor(Tint.veil(lid, look.makeUp() ? 0.72 : 0.45));
    graphics.fill(opening(crease, upper));
    Path2D eyeball = opening(upper, lower);
    if (open > 0.1) {
      graphics.setColor(new Color(0xfdfaf5));
      graphics.fill(eyeball);
      Shape whole = graphics.getClip();
      graphics.clip(eyeball);
      iris(side);
      graphics.setColor(new Color(60, 30, 50, 60));
      graphics.fill(opening(upper, t -> SmoothCurve.mix(upper.apply(t), lower.apply(t), 0.28)));
      graphics.setClip(whole);
    }
    brush.line(Tint.veil(Tint.shade(look.skin(), 0.85), 0.6), 0.02);
    graphics.draw(SmoothCurve.through(FaceGeometry.along(crease)));
    brush.line(Tint.veil(Tint.shade(look.skin(), 1), 0.8), 0.022);
    graphics.draw(SmoothCurve.through(FaceGeometry.along(lower)));
    brush.line(DARK, look.makeUp() ? 0.055 : 0.042);
    graphics.draw(SmoothCurve.through(FaceGeometry.along(upper)));
    lashes(side, open > 0.1 ? crease : t -> SmoothCurve.mix(crease.apply(t), upper.apply(t), 2));
  }

  private void iris(int side) {
    Point pupil = face.pupil(side);
    double radius = 0.8 * face.shape().eyeHeight() + 0.03;
    graphics.setColor(Tint.shade(look.iris(), 0.8));
    oval(pupil, radius, radius, 0);
    graphics.setColor(look.iris());
    oval(pupil, radius * 0.84, radius * 0.84, 0);
    graphics.setColor(Tint.light(look.iris(), 0.35));
    oval(offset(pupil, 0, radius * 0.3), radius * 0.6, radius * 0.45, 0);
    graphics.setColor(new Color(0x120a0c));
    oval(pupil, radius * 0.46, radius * 0.46, 0);
    graphics.setColor(Color.WHITE);
    oval(offset(pupil, radius * 0.42, -radius * 0.42), radius * 0.24, radius * 0.24, 0);
  }

  private void lashes(int side, DoubleFunction<Point> toward) {
    DoubleFunction<Point> upper = face.upperLid(side);
    double reach = look.makeUp() ? 0.55 : 0.25;
    brush.line(DARK, 0.022);
    for (double t : new double[] {-0.97, -0.8, -0.6}) {
      Point root = upper.apply(t);
      Point tip = SmoothCurve.mix(root, toward.apply(t - 0.2 < -1 ? -1 : t - 0.2), reach);
      double outward = side * face.pixels(0.06 * (look.makeUp() ? 1.3 : 0.7));
      graphics.draw(
          SmoothCurve.through(List.of(root, offsetPixels(tip, outward, -Math.abs(outward) * 0.6))));
    }
  }

  void brows() {
    Color color = Tint.mix(Tint.shade(look.hair(), 0.35), new Color(0x2a1c18), 0.25);
    for (int side : new int[] {-1, 1}) {
      graphics.setColor(Tint.veil(color, 0.92));
      graphics.fill(opening(face.browTop(side), face.browBottom(side)));
      brush.line(Tint.veil(Tint.light(color, 0.25), 0.35), 0.012);
      DoubleFunction<Point> top = face.browTop(side);
      DoubleFunction<Point> bottom = face.browBottom(side);
      for (double t = -0.6; t < 0.95; t += 0.16) {
        Point root = bottom.apply(t);
        Point tip = top.apply(t - 0.14);
        graphics.draw(SmoothCurve.through(List.of(root, tip)));
      }
    }
  }

  /** The head's skin: the contour and the dome above it. */
  private Shape head() {
    Path2D head = polyline(face.contour());
    List<Point> dome = new ArrayList<>(face.dome(1));
    Collections.reverse(dome);
    SmoothCurve.extend(head, dome);
    head.closePath();
    return head;
  }

  private static Path2D polyline(List<Point> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
    return path;
  }

  private static Path2D opening(DoubleFunction<Point> above, DoubleFunction<Point> below) {
    return SmoothCurve.between(FaceGeometry.along(above), FaceGeometry.backAlong(below));
  }

  /** Colours a shape softly around a point, with the strongest colour there. */
  private void blend(Shape shape, Point centre, double reach, Color color, double opacity) {
    double radius = face.pixels(reach);
    Rectangle2D square =
        new Rectangle2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    Shape whole = graphics.getClip();
    graphics.clip(square);
    graphics.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(centre.x(), centre.y()),
            (float) radius,
            new float[] {0, 0.5f, 1},
            new Color[] {
              Tint.veil(color, opacity), Tint.veil(color, opacity * 0.45), Tint.veil(color, 0)
            }));
    graphics.fill(shape);
    graphics.setClip(whole);
  }

  private void disc(Point centre, double radius) {
    ellipse(centre, radius, radius);
  }

  private void ellipse(Point centre, double halfWidth, double halfHeight) {
    graphics.fill(
        new Ellipse2D.Double(
            centre.x() - halfWidth, centre.y() - halfHeight, 2 * halfWidth, 2 * halfHeight));
  }

  /** Paints an oval on the face, narrowed and tilted with the head. */
  private void oval(Point centre, double halfWidth, double halfHeight, double tilt) {
    double across = halfWidth * StrictMath.cos(face.pose().yaw());
    graphics.fill(
        brush.placed(
            centre, tilt, new Ellipse2D.Double(-across, -halfHeight, 2 * across, 2 * halfHeight)));
  }

  private Point offset(Point point, double right, double down) {
    return offsetPixels(point, face.pixels(right), face.pixels(down));
  }

  private static Point offsetPixels(Point point, double right, double down) {
    return new Point(point.x() + right, point.y() + down);
  }
}
