package io.github.awing.eval.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleUnaryOperator;

/** Draws a heatmap in colour, each cell as a square, in a panel's size. */
final class HeatmapPicture {

  private HeatmapPicture() {}

  /** Draws a heatmap alone; it is square, row by row, 0 to 1. */
  static BufferedImage flat(float[] heatmap) {
    return PanelSheet.enlarged(coloured(heatmap, value -> 1));
  }

  /** Draws a heatmap over a darkened face of a panel's size, more opaque where it is higher. */
  static BufferedImage over(BufferedImage face, float[] heatmap) {
    return over(face, heatmap, 1);
  }

  /** Draws a heatmap over a face with a limit on the opacity, from 0 to 1. */
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
