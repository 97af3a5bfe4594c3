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
 * Picture in memory, three colours of eight bits. Its pixels lie outside the Java heap: close it as
 * soon as it is not needed.
 */
public final class Picture implements AutoCloseable {

  private final Mat bgr;

  /**
   * Wraps an OpenCV matrix without copying it.
   *
   * @param bgr three colours of eight bits, blue first; closed with this picture
   */
  public Picture(Mat bgr) {
    this.bgr = bgr;
  }

  /**
   * Reads a picture file: JPEG, PNG, BMP, TIFF, GIF, WebP or PNM, turned upright by its EXIF
   * orientation.
   *
   * @throws BadDataException if there is no such file, it is not a picture, is damaged or cut off,
   *     or its header gives more than {@value PictureSize#MOST_MILLIONS} million pixels
   */
  public static Picture read(Path file) {
    return EncodedPicture.read(file).whole();
  }

  /**
   * Makes a picture of rows of pixels in the order blue, green, red.
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
   * Copies a Java picture; transparency is dropped. Prefer {@link #read} to {@link
   * javax.imageio.ImageIO} for files: ImageIO returns a part of a JPEG that is cut off, without an
   * error.
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

  /** Another reference to the same pixels, which are freed when both are closed. */
  public Picture shared() {
    return new Picture(new Mat(bgr));
  }

  /**
   * The pixels in a rectangle, which must lie inside. They are shared and freed when both are
   * closed.
   */
  Picture part(int left, int top, int width, int height) {
    try (Rect rectangle = new Rect(left, top, width, height)) {
      return new Picture(new Mat(bgr, rectangle));
    }
  }

  /** A copy of the pixels. */
  Picture copy() {
    return new Picture(bgr.clone());
  }

  /** The pixels as an OpenCV matrix, three colours of eight bits, blue first; not copied. */
  public Mat mat() {
    return bgr;
  }

  /**
   * Warps this picture into a square, black where the picture does not reach.
   *
   * @param toCrop map from this picture's pixels to the square's
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
        // Bilinear sampling reads two pixels on each axis; a stronger reduction would alias.
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
   * Writes this picture in the network's input layout: red, green and blue planes, divided by 255.
   * This is the authors' normalisation, without mean and deviation.
   *
   * @param batch float [N, 3, H, W], dense, with this picture's H and W
   * @param index of the face in the batch, from 0
   * @throws IllegalArgumentException if the shape differs
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

  /** Copies this picture to a Java picture. */
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
