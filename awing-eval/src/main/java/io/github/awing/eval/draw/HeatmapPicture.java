package io.github.awing.eval.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleUnaryOperator;

/** One heatmap in colour, every cell a square of the panel it fills. */
final class HeatmapPicture {

  private HeatmapPicture() {}

  /** The heatmap by itself; square, rows one after another, 0 to 1. */
  static BufferedImage flat(float[] heatmap) {
    return PanelSheet.enlarged(coloured(heatmap, value -> 1));
  }

  /** The heatmap over a darkened face that fills a panel, clearer the higher it is. */
  static BufferedImage over(BufferedImage face, float[] heatmap) {
    return over(face, heatmap, 1);
  }

  /** The same, but no cell hides more of the face than this share of it. */
  static BufferedImage over(BufferedImage face, float[] heatmap, double mostOpaque) {
    BufferedImage picture =
        new BufferedImage(face.getWidth(), face.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(face, 0, 0, null);
    graphics.setColor(Palette.withAlpha(Color.BLACK, 0.35));
    graphics.fillRect(0, 0, face.getWidth(), face.getHeight());
    BufferedImage veil = coloured(heatmap, value -> Math.min(mostOpaque, 1.6 * Math.max(0, value)));
    graphics.drawImage(PanelSheet.enlarged(veil), 0, 0, null);
    graphics.dispose();
    return picture;
  }

  private static BufferedImage coloured(float[] heatmap, DoubleUnaryOperator opacity) {
    int size = (int) Math.round(Math.sqrt(heatmap.length));
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < heatmap.length; i++) {
      int alpha = (int) Math.round(255 * opacity.applyAsDouble(heatmap[i]));
      picture.setRGB(i % size, i / size, alpha << 24 | ColourMap.rgb(heatmap[i]));
    }
    return picture;
  }
}
