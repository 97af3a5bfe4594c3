package io.github.awing.eval;

import io.github.awing.data.Affine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Picture whose colours encode the pixels' positions: red grows to the right, green grows downward,
 * and blue is full inside the picture. The position of a crop follows from its colours, to some
 * hundredths of a pixel.
 *
 * @param width in pixels
 * @param height in pixels
 */
record PositionPicture(int width, int height) {

  /** Least blue of a pixel that is not mixed with the black beyond the picture. */
  private static final double INSIDE = 0.98;

  // Within a range that leaves room for the grain and for JPEG's errors.
  private static final double LEAST = 20;
  private static final double SPAN = 210;
  private static final int GRAIN = 4;

  /** Writes the picture as PNG, or as JPEG of the best quality. */
  void write(Path file) throws IOException {
    String kind = file.toString().endsWith(".png") ? "png" : "jpeg";
    ImageWriter writer = ImageIO.getImageWritersByFormatName(kind).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (kind.equals("jpeg")) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(1);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture(), null, null), parameters);
    } finally {
      writer.dispose();
    }
  }

  private BufferedImage picture() {
    SplittableRandom random = new SplittableRandom(1904073991);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = colour((double) x / width, random);
        int green = colour((double) y / height, random);
        picture.setRGB(x, y, red << 16 | green << 8 | 255);
      }
    }
    return picture;
  }

  /**
   * Colour of a position with random grain, so that means over pixels are finer than one colour
   * step.
   */
  private static int colour(double share, SplittableRandom random) {
    return (int) (LEAST + SPAN * share + GRAIN * random.nextDouble());
  }

  /**
   * Computes the map from the picture's pixels to those of a crop, by least squares.
   *
   * @param crop red, green and blue planes, 0 to 1
   * @param size height and width of the crop in pixels
   */
  Affine toCrop(FloatBuffer crop, int size) {
    int pixels = size * size;
    double[] x = new double[pixels];
    double[] y = new double[pixels];
    double[] red = new double[pixels];
    double[] green = new double[pixels];
    int count = 0;
    for (int i = 0; i < pixels; i++) {
      red[count] = crop.get(i);
      green[count] = crop.get(pixels + i);
      x[count] = i % size;
      y[count] = i / size;
      if (crop.get(2 * pixels + i) > INSIDE) {
        count++;
      }
    }
    double[] across = plane(x, y, red, count);
    double[] down = plane(x, y, green, count);
    Affine toColours =
        new Affine(across[0], across[1], across[2], down[0], down[1], down[2])
            .then(Affine.scaling(255, 255))
            // Rounding down subtracts half a colour step; the grain adds half of its size.
            .then(Affine.translation(-LEAST - (GRAIN - 1) / 2.0, -LEAST - (GRAIN - 1) / 2.0));
    return toColours.then(Affine.scaling(width / SPAN, height / SPAN)).inverse();
  }

  /** Slopes and offset of the plane that fits the values best. */
  private static double[] plane(double[] x, double[] y, double[] z, int count) {
    double meanX = mean(x, count);
    double meanY = mean(y, count);
    double meanZ = mean(z, count);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xz = 0;
    double yz = 0;
    for (int i = 0; i < count; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      double dz = z[i] - meanZ;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      xz += dx * dz;
      yz += dy * dz;
    }
    double determinant = xx * yy - xy * xy;
    double alongX = (yy * xz - xy * yz) / determinant;
    double alongY = (xx * yz - xy * xz) / determinant;
    double offset = meanZ - alongX * meanX - alongY * meanY;
    return new double[] {alongX, alongY, offset};
  }

  private static double mean(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum / count;
  }
}
