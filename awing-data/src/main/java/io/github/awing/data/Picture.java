package io.github.awing.data;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.github.awing.loss.internal.NativeFloats;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A picture in memory, three colours of eight bits. Its pixels live outside the Java heap: close it
 * as soon as it is not needed.
 */
public final class Picture implements AutoCloseable {

  private final Mat bgr;

  /**
   * A picture of OpenCV's, which is not copied.
   *
   * @param bgr three colours of eight bits, blue first; closed with this picture
   */
  public Picture(Mat bgr) {
    this.bgr = bgr;
  }

  /**
   * Reads a picture file: JPEG, PNG, BMP, TIFF, GIF, WebP or PNM, turned upright as its EXIF data
   * say.
   *
   * @throws BadDataException if there is no such file, it is no picture, damaged or cut off, or it
   *     says it is larger than {@value PictureSize#MOST_MILLIONS} million pixels
   */
  public static Picture read(Path file) {
    return EncodedPicture.read(file).whole();
  }

  /**
   * A picture of rows of pixels of blue, green and red.
   *
   * @param bgr height x width x 3 bytes, which are copied
   * @param width in pixels
   * @param height in pixels
   */
  public static Picture ofBytes(byte[] bgr, int width, int height) {
    Mat mat = new Mat(height, width, CV_8UC3);
    mat.<ByteBuffer>createBuffer().put(bgr);
    return new Picture(mat);
  }

  /**
   * A copy of a Java picture; transparency is dropped. Whoever reads a file by {@link
   * javax.imageio.ImageIO} gets half a picture of half a JPEG, without a word; {@link #read} does
   * not.
   */
  public static Picture of(BufferedImage image) {
    BufferedImage bgr = image;
    if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
      bgr = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
      var graphics = bgr.createGraphics();
      graphics.drawImage(image, 0, 0, null);
      graphics.dispose();
    } else if (image.getRaster().getParent() != null) {
      bgr = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
      bgr.setData(image.getData());
    }
    byte[] pixels = ((DataBufferByte) bgr.getRaster().getDataBuffer()).getData();
    return ofBytes(pixels, bgr.getWidth(), bgr.getHeight());
  }

  /** Width in pixels. */
  public int width() {
    return bgr.cols();
  }

  /** Height in pixels. */
  public int height() {
    return bgr.rows();
  }

  /** The same pixels once more: they stay until both are closed. */
  public Picture shared() {
    return new Picture(new Mat(bgr));
  }

  /** The pixels in a rectangle, which must lie inside: these ones, until both are closed. */
  Picture part(int left, int top, int width, int height) {
    try (Rect rectangle = new Rect(left, top, width, height)) {
      return new Picture(new Mat(bgr, rectangle));
    }
  }

  /** A copy of the pixels. */
  Picture copy() {
    return new Picture(bgr.clone());
  }

  /** The pixels as OpenCV's, three colours of eight bits, blue first: not copied. */
  public Mat mat() {
    return bgr;
  }

  /**
   * The part of this picture that the map brings into a square, black where there is none.
   *
   * @param toCrop from this picture's pixels to the square's
   * @param size height and width of the square in pixels
   */
  public Picture warp(Affine toCrop, int size) {
    double scale = toCrop.scale();
    Mat result = new Mat();
    try (Mat map = new Mat(2, 3, opencv_core.CV_64F);
        Mat smooth = new Mat();
        Size square = new Size(size, size);
        Scalar black = new Scalar(0, 0, 0, 0)) {
      map.<DoubleBuffer>createBuffer()
          .put(
              new double[] {
                toCrop.xx(), toCrop.xy(), toCrop.x0(), toCrop.yx(), toCrop.yy(), toCrop.y0()
              });
      Mat source = bgr;
      if (scale < 0.5) {
        // Bilinear sampling sees two pixels each way; a stronger reduction would alias.
        double sigma = 0.4 / scale;
        try (Size any = new Size(0, 0)) {
          GaussianBlur(bgr, smooth, any, sigma, sigma, opencv_core.BORDER_REPLICATE);
        }
        source = smooth;
      }
      warpAffine(source, result, map, square, INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
    }
    return new Picture(result);
  }

  /**
   * Writes this picture as the network sees it: red, green and blue planes, divided by 255 (the
   * authors' normalisation: no mean, no deviation).
   *
   * @param batch float [N, 3, H, W], dense, H and W this picture's
   * @param index which of the N, from 0
   * @throws IllegalArgumentException if the shape is another
   */
  public void copyTo(INDArray batch, int index) {
    int height = height();
    int width = width();
    if (batch.rank() != 4
        || batch.size(1) != 3
        || batch.size(2) != height
        || batch.size(3) != width) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels does not fit into %s"
              .formatted(width, height, Arrays.toString(batch.shape())));
    }
    long pixels = (long) width * height;
    FloatPointer floats = new FloatPointer(NativeFloats.toWrite(batch));
    try (Mat plane = new Mat()) {
      for (int channel = 0; channel < 3; channel++) {
        extractChannel(bgr, plane, 2 - channel);
        FloatPointer start = floats.getPointer((3L * index + channel) * pixels);
        try (Mat target = new Mat(height, width, opencv_core.CV_32F, start)) {
          plane.convertTo(target, opencv_core.CV_32F, 1 / 255.0, 0);
        }
      }
    }
    // The pointer does not keep the array's memory alive.
    Reference.reachabilityFence(batch);
  }

  /** A copy as a Java picture. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(bytes(), 0, pixels, 0, pixels.length);
    return image;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[width() * height() * 3];
    if (bgr.isContinuous()) {
      bgr.<ByteBuffer>createBuffer().get(bytes);
    } else {
      try (Mat dense = bgr.clone()) {
        dense.<ByteBuffer>createBuffer().get(bytes);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    bgr.close();
  }
}
