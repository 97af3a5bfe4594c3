package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import io.github.awing.data.synthetic.Appearance.Glasses;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Paints glasses and objects that hide a part of a face. */
final class AccessoryPainter {

  private final Graphics2D graphics;
  private final FaceBrush brush;
  private final FaceGeometry face;
  private final Appearance look;
  private final SeededRandom random;

  AccessoryPainter(Graphics2D graphics, FaceGeometry face, Appearance look, SeededRandom random) {
    this.graphics = graphics;
    this.brush = new FaceBrush(graphics, face.pose());
    this.face = face;
    this.look = look;
    this.random = random;
  }

  /**
   * Paints glasses before the eyes.
   *
   * @return the area that they hide: the lenses of sunglasses, empty for clear glasses
   */
  Shape glasses() {
    Path2D hidden = new Path2D.Double();
    if (look.glasses() == Glasses.NONE) {
      return hidden;
    }
    boolean sun = look.glasses() == Glasses.SUN;
    Color frame = random.pick(Tint.list(0x1f1d24, 0x6b3a24, 0x8a1f2f, 0x2f4a5c, 0xb98a3a));
    for (int side : new int[] {-1, 1}) {
      Path2D lens = SmoothCurve.around(rim(side));
      graphics.setColor(sun ? new Color(0x17151c) : new Color(225, 240, 255, 34));
      graphics.fill(lens);
      if (sun) {
        hidden.append(lens, false);
        graphics.setColor(new Color(255, 255, 255, 70));
        double x = side * face.shape().eyeSpacing();
        graphics.fill(
            SmoothCurve.around(
                List.of(
                    face.onFace(x - 0.18, -0.12, 0.2),
                    face.onFace(x - 0.02, -0.14, 0.2),
                    face.onFace(x - 0.1, 0.06, 0.2),
                    face.onFace(x - 0.2, 0.04, 0.2))));
      }
      brush.line(frame, sun ? 0.05 : 0.042);
      graphics.draw(lens);
      graphics.draw(
          SmoothCurve.through(
              List.of(rim(side).get(0), face.outline(side, FaceGeometry.EAR + 0.1))));
    }
    graphics.draw(
        SmoothCurve.through(List.of(rim(-1).get(6), face.onFace(0, -0.08, 0.16), rim(1).get(6))));
    return hidden;
  }

  /**
   * Paints a hand, a scarf, a cup or a leaf before the face.
   *
   * @return the area that it hides
   */
  Shape occluder() {
    return switch (look.occluder()) {
      case NONE -> new Path2D.Double();
      case HAND -> hand();
      case SCARF -> scarf();
      case CUP -> cup();
      case LEAF -> leaf();
    };
  }

  private List<Point> rim(int side) {
    double centre = side * (face.shape().eyeSpacing() + 0.01);
    double half = Math.min(0.33, face.shape().eyeSpacing() - 0.1);
    double power = look.glasses() == Glasses.ROUND ? 1 : 0.6;
    List<Point> rim = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double angle = 2 * Math.PI * i / 12;
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      rim.add(
          face.onFace(
              centre + side * half * Math.signum(cos) * StrictMath.pow(Math.abs(cos), power),
              0.03 + 0.29 * Math.signum(sin) * StrictMath.pow(Math.abs(sin), power),
              0.08));
    }
    return rim;
  }

  private Shape hand() {
    int side = random.chance(0.5) ? 1 : -1;
    double turn = random.between(-0.3, 0.3);
    Point palm = face.onFace(side * random.between(0.55, 0.75), random.between(1.0, 1.35), 0.1);
    Area hand =
        new Area(
            brush.placed(palm, turn, new RoundRectangle2D.Double(-0.36, 0, 0.72, 0.8, 0.4, 0.4)));
    hand.add(
        new Area(
            brush.placed(palm, turn, new RoundRectangle2D.Double(-0.25, 0.5, 0.5, 3, 0.2, 0.2))));
    double[] lengths = {0.5, 0.64, 0.6, 0.42};
    List<Shape> fingers = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      fingers.add(
          brush.placed(
              palm,
              turn + (i - 1.5) * 0.11,
              new RoundRectangle2D.Double(
                  -0.37 + i * 0.187, -lengths[i], 0.18, lengths[i] + 0.3, 0.18, 0.18)));
    }
    fingers.add(
        brush.placed(
            palm,
            turn - side * 0.75,
            new RoundRectangle2D.Double(-side * 0.3 - 0.1, -0.3, 0.2, 0.85, 0.2, 0.2)));
    fingers.forEach(finger -> hand.add(new Area(finger)));
    graphics.setColor(look.skin());
    graphics.fill(hand);
    brush.line(Tint.veil(Tint.shade(look.skin(), 0.7), 0.55), 0.03);
    fingers.forEach(graphics::draw);
    graphics.setColor(look.skin());
    graphics.fill(
        brush.placed(palm, turn, new RoundRectangle2D.Double(-0.32, 0.1, 0.64, 0.6, 0.3, 0.3)));
    brush.line(Tint.veil(Tint.shade(look.skin(), 0.8), 0.7), 0.03);
    graphics.draw(hand);
    return hand;
  }

  private Shape scarf() {
    Color wool = random.pick(Tint.list(0xd1495b, 0x2e86ab, 0xedae49, 0x3a7d44, 0x6a4c9c));
    double top = random.between(0.6, 1.05);
    double width = face.shape().width();
    List<Point> upper = new ArrayList<>();
    for (double t = -1; t < 1.01; t += 0.25) {
      upper.add(face.onFace(t * width * 0.96, top - 0.28 * t * t, 0.14));
    }
    upper.set(0, face.pose().project(-width * 1.12, top - 0.3, -0.1));
    upper.set(upper.size() - 1, face.pose().project(width * 1.12, top - 0.3, -0.1));
    List<Point> lower = new ArrayList<>();
    for (double t = 1; t > -1.01; t -= 0.25) {
      lower.add(face.pose().project(t * width * 1.25, 2.1 - 0.2 * t * t, 0.1));
    }
    Path2D scarf = SmoothCurve.between(upper, lower);
    graphics.setColor(wool);
    graphics.fill(scarf);
    Shape whole = graphics.getClip();
    graphics.clip(scarf);
    int count = upper.size();
    for (int fold = 1; fold < 6; fold++) {
      List<Point> line = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        line.add(SmoothCurve.mix(upper.get(i), lower.get(count - 1 - i), fold / 6.0));
      }
      brush.line(
          fold % 2 == 0
              ? Tint.veil(Tint.light(wool, 0.6), 0.6)
              : Tint.veil(Tint.shade(wool, 0.5), 0.5),
          fold % 2 == 0 ? 0.1 : 0.05);
      graphics.draw(SmoothCurve.through(line));
    }
    graphics.setClip(whole);
    brush.line(Tint.veil(Tint.shade(wool, 0.7), 0.6), 0.03);
    graphics.draw(SmoothCurve.through(upper));
    return scarf;
  }

  private Shape cup() {
    Color china = random.pick(Tint.list(0xf7f3e9, 0xe4572e, 0x8ac6d0, 0xf3a712, 0x5f4bb6));
    Point middle =
        face.onFace(
            random.between(-0.4, 0.4), face.shape().noseLength() + random.between(0.2, 0.45), 0.4);
    double turn = random.between(-0.15, 0.15);
    Area cup =
        new Area(
            brush.placed(
                middle, turn, new RoundRectangle2D.Double(-0.42, 0, 0.84, 0.95, 0.24, 0.24)));
    Area handle = new Area(brush.placed(middle, turn, new Ellipse2D.Double(0.22, 0.15, 0.55, 0.6)));
    handle.subtract(
        new Area(brush.placed(middle, turn, new Ellipse2D.Double(0.3, 0.24, 0.36, 0.42))));
    cup.add(handle);
    graphics.setColor(china);
    graphics.fill(cup);
    graphics.setColor(Tint.veil(Tint.shade(china, 0.5), 0.3));
    graphics.fill(
        brush.placed(middle, turn, new RoundRectangle2D.Double(0.12, 0.02, 0.3, 0.9, 0.2, 0.2)));
    graphics.setColor(Tint.light(china, 0.4));
    graphics.fill(brush.placed(middle, turn, new Ellipse2D.Double(-0.42, -0.06, 0.84, 0.18)));
    graphics.setColor(new Color(0x5a3420));
    graphics.fill(brush.placed(middle, turn, new Ellipse2D.Double(-0.36, -0.03, 0.72, 0.12)));
    brush.line(Tint.veil(Tint.shade(china, 0.7), 0.5), 0.025);
    graphics.draw(cup);
    return cup;
  }

  private Shape leaf() {
    Color green = random.pick(Tint.list(0x3f7d3a, 0x5f9a45, 0xc2622d, 0xd99a2b));
    int side = random.chance(0.5) ? 1 : -1;
    double turn = side * random.between(0.2, 0.9);
    Point root = face.onFace(side * random.between(0.3, 0.8), random.between(0.1, 0.9), 0.3);
    Path2D half = new Path2D.Double();
    half.moveTo(0, 0.75);
    half.curveTo(-0.55, 0.35, -0.45, -0.45, 0, -0.85);
    half.curveTo(0.45, -0.45, 0.55, 0.35, 0, 0.75);
    Shape leaf = brush.placed(root, turn, half);
    graphics.setColor(green);
    graphics.fill(leaf);
    brush.line(Tint.light(green, 0.4), 0.03);
    Path2D veins = new Path2D.Double();
    veins.moveTo(0, 1.1);
    veins.lineTo(0, -0.8);
    for (double y = -0.4; y < 0.6; y += 0.25) {
      veins.moveTo(-0.25, y - 0.15);
      veins.lineTo(0, y + 0.05);
      veins.lineTo(0.25, y - 0.15);
    }
    graphics.draw(brush.placed(root, turn, veins));
    brush.line(Tint.veil(Tint.shade(green, 0.7), 0.6), 0.025);
    graphics.draw(leaf);
    return leaf;
  }
}
