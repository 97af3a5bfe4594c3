package io.github.awing.eval.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.DoubleUnaryOperator;

/** A heatmap in colours. Heatmaps are square, rows one after another, values about 0 to 1. */
final class HeatmapPicture {

  private HeatmapPicture() {}

  /** Every pixel of the heatmap as a square of its colour. */
  static BufferedImage flat(float[] heatmap, int size) {
    return enlarged(coloured(heatmap, value -> 1), size);
  }

  /** The heatmap over a darkened square picture, clearer the higher it is. */
  static BufferedImage over(BufferedImage face, float[] heatmap) {
    int size = face.getWidth();
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(face, 0, 0, null);
    graphics.setColor(Palette.withAlpha(Color.BLACK, 0.35));
    graphics.fillRect(0, 0, size, size);
    graphics.drawImage(
        enlarged(coloured(heatmap, value -> Math.min(1, 1.6 * Math.max(0, value))), size),
        0,
        0,
        null);
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

  private static BufferedImage enlarged(BufferedImage heatmap, int size) {
    BufferedImage large = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(heatmap, 0, 0, size, size, null);
    graphics.dispose();
    return large;
  }
}
