package io.github.awing.data.batch;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.randu;
import static org.bytedeco.opencv.global.opencv_core.setRNGSeed;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import io.github.awing.data.Affine;
import io.github.awing.data.Picture;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Random changes of a face crop for training: one affine map for pixels and landmarks, then changes
 * of the pixels alone.
 *
 * <p>Rotation, scale, shift and flip have the paper's ranges. The paper names blur, noise and
 * occlusion without figures; the figures for them, and for light and JPEG, are this project's.
 *
 * @param rotation largest turn either way in degrees
 * @param scale largest change of size either way, as a fraction
 * @param shift largest shift either way on each axis, in pixels of a crop of 256
 * @param flip probability that the face is mirrored, 0 to 1
 * @param light largest change of brightness, contrast and each colour either way, as a fraction
 * @param blur probability that the crop is blurred, 0 to 1
 * @param noise probability that noise is added, 0 to 1
 * @param occlusion probability that a rectangle is covered, 0 to 1
 * @param jpeg probability that the crop is compressed as a JPEG of low quality, 0 to 1
 */
public record Augmentation(
    double rotation,
    double scale,
    double shift,
    double flip,
    double light,
    double blur,
    double noise,
    double occlusion,
    double jpeg) {

  private static final int LOWEST_QUALITY = 30;
  private static final int HIGHEST_QUALITY = 90;

  /** The paper's augmentation. */
  public static final Augmentation PAPER =
      new Augmentation(50, 0.15, 15, 0.5, 0.25, 0.2, 0.2, 0.3, 0.05);

  /** Mirrors every face and changes nothing else. */
  public static final Augmentation MIRRORED = new Augmentation(0, 0, 0, 1, 0, 0, 0, 0, 0);

  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
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
    check(jpeg >= 0 && jpeg <= 1, "jpeg", jpeg, "in 0 to 1");
  }

  private static void check(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }

  /**
   * Random geometric change of one crop.
   *
   * @param map map from the plain crop's pixels to the changed crop's
   * @param flipped whether the map mirrors, so that landmarks are reordered
   */
  public record Geometry(Affine map, boolean flipped) {}

  /**
   * Draws the geometric change of one crop.
   *
   * @param size height and width of the crop in pixels
   */
  public Geometry geometry(RandomGenerator random, int size) {
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

  /**
   * The largest distance from a plain crop's centre of a point that a changed crop can show, in
   * pixels of the crop.
   */
  double farthest(int size) {
    return Math.sqrt(2) * (size / 2.0 + shift * size / 256.0) / (1 - scale);
  }

  /** Changes the pixels of a crop in place. */
  public void changePixels(Picture crop, RandomGenerator random) {
    Mat mat = crop.mat();
    if (random.nextDouble() < blur) {
      double sigma = 0.5 + 1.5 * random.nextDouble();
      try (Size any = new Size(0, 0)) {
        GaussianBlur(mat, mat, any, sigma, sigma, BORDER_REPLICATE);
      }
    }
    if (random.nextDouble() < occlusion) {
      cover(mat, random);
    }
    if (light > 0) {
      relight(mat, random);
    }
    if (random.nextDouble() < noise) {
      addNoise(mat, 8 + 24 * random.nextDouble(), random.nextInt());
    }
    if (random.nextDouble() < jpeg) {
      compress(mat, random.nextInt(LOWEST_QUALITY, HIGHEST_QUALITY + 1));
    }
  }

  private static void cover(Mat mat, RandomGenerator random) {
    int width = (int) (mat.cols() * (0.1 + 0.3 * random.nextDouble()));
    int height = (int) (mat.rows() * (0.1 + 0.3 * random.nextDouble()));
    int left = random.nextInt(mat.cols() - width + 1);
    int top = random.nextInt(mat.rows() - height + 1);
    try (Rect rectangle = new Rect(left, top, width, height);
        Mat covered = new Mat(mat, rectangle);
        Scalar colour =
            new Scalar(random.nextInt(256), random.nextInt(256), random.nextInt(256), 0)) {
      covered.put(colour);
    }
  }

  /**
   * The changed value depends on the value and its colour channel alone, so a lookup table
   * suffices.
   */
  private void relight(Mat mat, RandomGenerator random) {
    double contrast = 1 + either(random, light);
    double brightness = 128 * either(random, light);
    byte[] table = new byte[3 * 256];
    for (int colour = 0; colour < 3; colour++) {
      double gain = contrast * (1 + either(random, light / 2));
      for (int value = 0; value < 256; value++) {
        double lit = 128 + gain * (value - 128) + brightness;
        table[3 * value + colour] = (byte) Math.max(0, Math.min(255, Math.round(lit)));
      }
    }
    try (Mat colours = new Mat(1, 256, CV_8UC3)) {
      colours.<ByteBuffer>createBuffer().put(table);
      LUT(mat, colours, mat);
    }
  }

  /** Adds to each colour of each pixel a number within {@code most} either way. */
  private static void addNoise(Mat mat, double most, int seed) {
    try (Mat grains = new Mat(mat.rows(), mat.cols(), CV_8UC3);
        Scalar none = Scalar.all(0);
        Scalar beyond = Scalar.all(2 * most + 1);
        Mat low = new Mat(1, 1, CV_64F, none);
        Mat high = new Mat(1, 1, CV_64F, beyond)) {
      // OpenCV keeps a generator for each thread; seeding it gives the same noise on any thread.
      setRNGSeed(seed);
      randu(grains, low, high);
      addWeighted(mat, 1, grains, 1, -most, mat);
    }
  }

  /** Compresses and decompresses a picture as JPEG. */
  private static void compress(Mat mat, int quality) {
    try (BytePointer file = new BytePointer();
        IntPointer parameters = new IntPointer(IMWRITE_JPEG_QUALITY, quality)) {
      imencode(".jpg", mat, file, parameters);
      try (Mat encoded = new Mat(1, (int) file.limit(), CV_8UC1, file);
          Mat decoded = imdecode(encoded, IMREAD_COLOR)) {
        decoded.copyTo(mat);
      }
    }
  }

  private static double either(RandomGenerator random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }
}
