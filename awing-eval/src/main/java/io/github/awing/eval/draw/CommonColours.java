package io.github.awing.eval.draw;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.HashMap;
import java.util.Map;

/**
 * Reduces a plot to its 256 commonest colours, which halves the size of its PNG. Only shades at the
 * edges of lines and letters change.
 */
final class CommonColours {

  private static final int MOST = 256;

  private CommonColours() {}

  static BufferedImage of(BufferedImage plot) {
    int width = plot.getWidth();
    int height = plot.getHeight();
    int[] pixels = plot.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    int[] colours =
        counts.entrySet().stream()
            // A fixed order of equally common colours keeps plots reproducible.
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST)
            .mapToInt(Map.Entry::getKey)
            .toArray();
    BufferedImage indexed =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model(colours));
    // Replaces every other colour by the nearest of these.
    indexed.setRGB(0, 0, width, height, pixels, 0, width);
    return indexed;
  }

  private static IndexColorModel model(int[] colours) {
    byte[] red = new byte[colours.length];
    byte[] green = new byte[colours.length];
    byte[] blue = new byte[colours.length];
    for (int i = 0; i < colours.length; i++) {
      red[i] = (byte) (colours[i] >> 16);
      green[i] = (byte) (colours[i] >> 8);
      blue[i] = (byte) colours[i];
    }
    return new IndexColorModel(8, colours.length, red, green, blue);
  }
}
