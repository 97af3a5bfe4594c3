package io.github.awing.data.synthetic;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** Mixes colours. */
final class Tint {

  private Tint() {}

  /** The colours of 0xRRGGBB numbers. */
  static List<Color> list(int... rgb) {
    return IntStream.of(rgb).mapToObj(Color::new).toList();
  }

  /** Mixes two colours: share 0 gives the first, 1 the second. */
  static Color mix(Color from, Color to, double share) {
    return new Color(
        channel(from.getRed() + (to.getRed() - from.getRed()) * share),
        channel(from.getGreen() + (to.getGreen() - from.getGreen()) * share),
        channel(from.getBlue() + (to.getBlue() - from.getBlue()) * share));
  }

  /** The colour with an opacity from 0 to 1. */
  static Color veil(Color color, double opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), channel(255 * opacity));
  }

  /** The colour in shade: darker and a little warmer. */
  static Color shade(Color color, double share) {
    return mix(color, mix(color, new Color(0x3a1020), 0.75), share);
  }

  /** The colour in light: brighter. */
  static Color light(Color color, double share) {
    return mix(color, new Color(0xfff8ea), share);
  }

  private static int channel(double value) {
    return (int) Math.max(0, Math.min(255, value + 0.5));
  }
}
