package io.github.awing.eval.draw;

/**
 * Viridis: maps a number from 0 to 1 to a colour. The lightness grows evenly with the number, so
 * that the map also works in grey and for every kind of colour vision.
 */
final class ColourMap {

  private static final int[] ANCHORS = {
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725
  };

  private ColourMap() {}

  /** Colour as 0xRRGGBB; numbers outside 0 to 1 get the colour of the nearer end. */
  static int rgb(double value) {
    double place = Math.min(1, Math.max(0, value)) * (ANCHORS.length - 1);
    int below = Math.min((int) place, ANCHORS.length - 2);
    double part = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = ANCHORS[below] >> shift & 0xFF;
      int to = ANCHORS[below + 1] >> shift & 0xFF;
      rgb |= (int) Math.round(from + part * (to - from)) << shift;
    }
    return rgb;
  }
}
