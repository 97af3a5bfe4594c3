package io.github.awing.data.synthetic;

import io.github.awing.data.Point;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferInt;
import java.awt.image.Kernel;

/**
 * Light and camera of a drawn face.
 *
 * @param angle direction of the light in radians, 0 from the viewer's right
 * @param contrast opacity of the shade on the far side, 0 to 1
 * @param warmth −1 for blue light, 1 for yellow
 * @param blur radius in pixels, 0 for a sharp picture
 * @param noise amplitude in levels of 255
 */
record Exposure(double angle, double contrast, double warmth, double blur, double noise) {

  private static final Color SHADE = new Color(0x140a2e);
  private static final Color GLARE = new Color(0xfff4d6);

  static Exposure random(SeededRandom random) {
    return new Exposure(
        random.between(-Math.PI, 0),
        random.chance(0.2) ? random.between(0.55, 0.75) : random.between(0.05, 0.3),
        random.around(-1, 1),
        random.chance(0.15) ? random.between(1.6, 2.8) : 0,
        random.chance(0.2) ? random.between(4, 11) : random.between(0, 3));
  }

  /** WFLW's attribute illumination: one side lies in deep shade. */
  boolean harsh() {
    return contrast > 0.5;
  }

  /** WFLW's attribute blur: the picture is not sharp. */
  boolean blurred() {
    return blur > 0;
  }

  /** Shades the pixels painted so far, but not the transparent ones. */
  void light(Graphics2D graphics, FaceGeometry face) {
    Point middle = face.onFace(0, 0.4, 0);
    double reach = face.pixels(1.15);
    double x = StrictMath.cos(angle) * reach;
    double y = StrictMath.sin(angle) * reach;
    int far = (int) face.pixels(40);
    int left = (int) middle.x() - far;
    int top = (int) middle.y() - far;
    Color tint = warmth > 0 ? new Color(0xffb050) : new Color(0x5090ff);
    graphics.setColor(Tint.veil(tint, 0.09 * Math.abs(warmth)));
    graphics.fillRect(left, top, 2 * far, 2 * far);
    graphics.setPaint(
        new GradientPaint(
            (float) (middle.x() - x),
            (float) (middle.y() - y),
            Tint.veil(SHADE, contrast),
            (float) (middle.x() + 0.35 * x),
            (float) (middle.y() + 0.35 * y),
            Tint.veil(SHADE, 0)));
    graphics.fillRect(left, top, 2 * far, 2 * far);
    graphics.setPaint(
        new GradientPaint(
            (float) (middle.x() + 0.2 * x),
            (float) (middle.y() + 0.2 * y),
            Tint.veil(GLARE, 0),
            (float) (middle.x() + 1.2 * x),
            (float) (middle.y() + 1.2 * y),
            Tint.veil(GLARE, 0.1 + 0.35 * contrast)));
    graphics.fillRect(left, top, 2 * far, 2 * far);
  }

  /** Applies the camera's blur and grain. */
  BufferedImage develop(BufferedImage picture, long grain) {
    BufferedImage sharpOrNot = blurred() ? blurred(picture) : picture;
    int[] pixels = ((DataBufferInt) sharpOrNot.getRaster().getDataBuffer()).getData();
    long state = grain;
    for (int i = 0; i < pixels.length; i++) {
      state = SeededRandom.mixed(state);
      // The sum of two uniform bytes a pixel gives a triangular noise, the same in all channels.
      double uniform = ((state & 0xff) + ((state >>> 8) & 0xff) - 255) / 255.0;
      int level = (int) Math.round(noise * uniform);
      int rgb = pixels[i];
      pixels[i] =
          clamp((rgb >> 16 & 0xff) + level) << 16
              | clamp((rgb >> 8 & 0xff) + level) << 8
              | clamp((rgb & 0xff) + level);
    }
    return sharpOrNot;
  }

  private BufferedImage blurred(BufferedImage picture) {
    int reach = (int) Math.ceil(2 * blur);
    float[] weights = new float[2 * reach + 1];
    float sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) StrictMath.exp(-(i - reach) * (i - reach) / (2 * blur * blur));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    int width = picture.getWidth() + 2 * reach;
    int height = picture.getHeight() + 2 * reach;
    // The edge is repeated outward first, since ConvolveOp otherwise leaves borders black or sharp.
    BufferedImage wide = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int fromY = Math.max(0, Math.min(picture.getHeight() - 1, y - reach));
      for (int x = 0; x < width; x++) {
        int fromX = Math.max(0, Math.min(picture.getWidth() - 1, x - reach));
        wide.setRGB(x, y, picture.getRGB(fromX, fromY));
      }
    }
    BufferedImage across =
        new ConvolveOp(new Kernel(weights.length, 1, weights), ConvolveOp.EDGE_NO_OP, null)
            .filter(wide, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    BufferedImage both =
        new ConvolveOp(new Kernel(1, weights.length, weights), ConvolveOp.EDGE_NO_OP, null)
            .filter(across, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    BufferedImage result =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      both.getRGB(reach, y + reach, row.length, 1, row, 0, row.length);
      result.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return result;
  }

  private static int clamp(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
