package io.github.awing.data;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Random changes to a face crop, so that a network sees a face in many ways: first one affine map
 * for pixels and landmarks alike, then changes of the pixels alone.
 *
 * <p>Rotation, scale, shift and flip have the paper's ranges. It names blur, noise and occlusion
 * without figures; theirs, and the light's, are ours.
 *
 * @param rotation largest turn either way in degrees
 * @param scale largest change of size either way, as a fraction
 * @param shift largest shift either way on each axis, in pixels of a crop of 256
 * @param flip how often the face is mirrored, 0 to 1
 * @param light largest change of brightness, contrast and each colour either way, as a fraction
 * @param blur how often the crop is blurred, 0 to 1
 * @param noise how often noise is added, 0 to 1
 * @param occlusion how often a rectangle is covered, 0 to 1
 */
public record Augmentation(
    double rotation,
    double scale,
    double shift,
    double flip,
    double light,
    double blur,
    double noise,
    double occlusion) {

  /** The paper's. */
  public static final Augmentation PAPER = new Augmentation(50, 0.15, 15, 0.5, 0.25, 0.2, 0.2, 0.3);

  /** Every face mirrored, and nothing else. */
  public static final Augmentation MIRRORED = new Augmentation(0, 0, 0, 1, 0, 0, 0, 0);

  /** No change at all. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public Augmentation {
    check(rotation >= 0 && rotation <= 180, "rotation", rotation, "in 0 to 180 degrees");
    check(scale >= 0 && scale < 1, "scale", scale, "in 0 to 1, less than 1");
    check(shift >= 0 && shift <= 256, "shift", shift, "in 0 to 256 pixels");
    check(flip >= 0 && flip <= 1, "flip", flip, "in 0 to 1");
    check(light >= 0 && light < 1, "light", light, "in 0 to 1, less than 1");
    check(blur >= 0 && blur <= 1, "blur", blur, "in 0 to 1");
    check(noise >= 0 && noise <= 1, "noise", noise, "in 0 to 1");
    check(occlusion >= 0 && occlusion <= 1, "occlusion", occlusion, "in 0 to 1");
  }

  private static void check(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }

  /**
   * What is done to one crop.
   *
   * @param map from the plain crop's pixels to the changed crop's
   * @param flipped whether the map mirrors, so that landmarks change their names
   */
  record Geometry(Affine map, boolean flipped) {}

  /** Draws the change of place for one crop of that size. */
  Geometry geometry(SplittableRandom random, int size) {
    double middle = (size - 1) / 2.0;
    double perPixel = size / 256.0;
    boolean flipped = random.nextDouble() < flip;
    double grown = 1 + either(random, scale);
    Affine map =
        Affine.translation(-middle, -middle)
            .then(Affine.scaling(flipped ? -grown : grown, grown))
            .then(Affine.rotation(Math.toRadians(either(random, rotation))))
            .then(
                Affine.translation(
                    middle + perPixel * either(random, shift),
                    middle + perPixel * either(random, shift)));
    return new Geometry(map, flipped);
  }

  /** Changes the pixels of a crop in place. */
  void changePixels(Picture crop, SplittableRandom random) {
    if (this.equals(NONE)) {
      return;
    }
    Mat mat = crop.mat();
    if (random.nextDouble() < blur) {
      double sigma = 0.5 + 1.5 * random.nextDouble();
      try (Size any = new Size(0, 0)) {
        GaussianBlur(mat, mat, any, sigma, sigma, BORDER_REPLICATE);
      }
    }
    int width = mat.cols();
    int height = mat.rows();
    byte[] pixels = new byte[width * height * 3];
    ByteBuffer buffer = mat.createBuffer();
    buffer.get(0, pixels);
    if (random.nextDouble() < occlusion) {
      cover(pixels, width, height, random);
    }
    relight(pixels, random);
    buffer.put(0, pixels);
  }

  private static void cover(byte[] pixels, int width, int height, SplittableRandom random) {
    int coverWidth = (int) (width * (0.1 + 0.3 * random.nextDouble()));
    int coverHeight = (int) (height * (0.1 + 0.3 * random.nextDouble()));
    int left = random.nextInt(width - coverWidth + 1);
    int top = random.nextInt(height - coverHeight + 1);
    byte[] colour = new byte[3];
    random.nextBytes(colour);
    for (int y = top; y < top + coverHeight; y++) {
      for (int x = left; x < left + coverWidth; x++) {
        System.arraycopy(colour, 0, pixels, (y * width + x) * 3, 3);
      }
    }
  }

  private void relight(byte[] pixels, SplittableRandom random) {
    double contrast = 1 + either(random, light);
    double brightness = 128 * either(random, light);
    double[] colours = {
      contrast * (1 + either(random, light / 2)),
      contrast * (1 + either(random, light / 2)),
      contrast * (1 + either(random, light / 2))
    };
    double grain = random.nextDouble() < noise ? 4 + 12 * random.nextDouble() : 0;
    for (int i = 0; i < pixels.length; i++) {
      double value = 128 + colours[i % 3] * ((pixels[i] & 0xff) - 128) + brightness;
      if (grain > 0) {
        value += either(random, 2 * grain);
      }
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
  }

  private static double either(SplittableRandom random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }
}
