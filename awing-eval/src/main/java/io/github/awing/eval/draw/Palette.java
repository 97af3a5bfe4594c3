package io.github.awing.eval.draw;

import java.awt.Color;

/** Colours by Okabe and Ito, which every kind of colour vision distinguishes, and greys. */
final class Palette {

  static final Color INK = new Color(0x222222);
  static final Color FAINT_INK = new Color(0x666666);
  static final Color GRID = new Color(0xE3E3E3);
  static final Color EMPTY = new Color(0xEFEFEF);

  static final Color TRUTH = new Color(0x00E08A);
  static final Color PREDICTION = new Color(0xFF5A1F);

  static final Color BLUE = new Color(0x0072B2);
  static final Color VERMILLION = new Color(0xD55E00);

  private static final Color[] SERIES = {
    VERMILLION,
    BLUE,
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    INK
  };

  private Palette() {}

  static Color series(int index) {
    return SERIES[index % SERIES.length];
  }

  static int seriesCount() {
    return SERIES.length;
  }

  static Color withAlpha(Color colour, double alpha) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * alpha));
  }
}
