package io.github.awing.data.synthetic;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;

/**
 * Paints the background behind a drawn head: a gradient with lights, hills or stripes out of focus.
 */
final class Background {

  private static final List<List<Color>> PALETTES =
      List.of(
          Tint.list(0xfde2c8, 0xf6a98b, 0xe76f51, 0xffffff),
          Tint.list(0xcfe8ef, 0x7fb7be, 0x2a6f97, 0xffffff),
          Tint.list(0xe8f1d8, 0x9bc184, 0x4f7f52, 0xfff3b0),
          Tint.list(0xece4f5, 0xb8a1d9, 0x6d5aa6, 0xffd6e8),
          Tint.list(0x2b2d42, 0x4a4e69, 0x9a8c98, 0xffd166),
          Tint.list(0xfff1d0, 0xf7c873, 0xd98324, 0xffffff),
          Tint.list(0x1f3b4d, 0x32707a, 0x6fb3a8, 0xffe8a3),
          Tint.list(0xf3d9dc, 0xd58a94, 0x8c4a5a, 0xfff7f0));

  private Background() {}

  static void paint(Graphics2D graphics, int size, SeededRandom random) {
    List<Color> palette = random.pick(PALETTES);
    double lean = random.between(-0.5, 0.5) * size;
    graphics.setPaint(
        new GradientPaint(
            (float) (size / 2.0 - lean),
            0,
            palette.get(0),
            (float) (size / 2.0 + lean),
            size,
            palette.get(1)));
    graphics.fillRect(-1, -1, size + 2, size + 2);
    switch (random.whole(0, 3)) {
      case 0 -> lights(graphics, size, palette, random);
      case 1 -> hills(graphics, size, palette, random);
      case 2 -> {
        hills(graphics, size, palette, random);
        lights(graphics, size, palette, random);
      }
      default -> glow(graphics, size, palette.get(3), random);
    }
  }

  private static void lights(
      Graphics2D graphics, int size, List<Color> palette, SeededRandom random) {
    int count = random.whole(6, 14);
    for (int i = 0; i < count; i++) {
      double radius = size * random.between(0.03, 0.13);
      double x = random.between(0, size);
      double y = random.between(0, size);
      Color color = random.pick(palette);
      double opacity = random.between(0.15, 0.5);
      graphics.setPaint(
          new RadialGradientPaint(
              new Point2D.Double(x, y),
              (float) radius,
              new float[] {0, 0.8f, 1},
              new Color[] {
                Tint.veil(color, opacity), Tint.veil(color, opacity), Tint.veil(color, 0)
              }));
      graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
  }

  private static void hills(
      Graphics2D graphics, int size, List<Color> palette, SeededRandom random) {
    for (int layer = 0; layer < 3; layer++) {
      double base = size * (0.45 + 0.18 * layer + random.between(-0.08, 0.08));
      double wave = size * random.between(0.02, 0.1);
      double phase = random.between(0, 6);
      double length = random.between(1.5, 4);
      Path2D hill = new Path2D.Double();
      hill.moveTo(-1, size + 1);
      for (int step = 0; step <= 32; step++) {
        double x = -1 + (size + 2) * step / 32.0;
        hill.lineTo(x, base + wave * StrictMath.sin(phase + length * step / 8));
      }
      hill.lineTo(size + 1, size + 1);
      hill.closePath();
      graphics.setColor(Tint.veil(Tint.mix(palette.get(1), palette.get(2), layer / 2.0), 0.6));
      graphics.fill(hill);
    }
  }

  private static void glow(Graphics2D graphics, int size, Color color, SeededRandom random) {
    graphics.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(random.between(0.2, 0.8) * size, random.between(0.1, 0.7) * size),
            (float) (size * random.between(0.4, 0.8)),
            new float[] {0, 1},
            new Color[] {Tint.veil(color, 0.6), Tint.veil(color, 0)}));
    graphics.fillRect(-1, -1, size + 2, size + 2);
  }
}
