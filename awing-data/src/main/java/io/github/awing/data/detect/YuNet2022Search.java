package io.github.awing.data.detect;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Point;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_java;
import org.opencv.objdetect.FaceDetectorYN;

/**
 * Finds faces by a YuNet of 2021 or 2022, with OpenCV's own Java classes, since JavaCPP has none
 * for it.
 */
record YuNet2022Search(FaceDetectorYN network) implements FaceSearch {

  private static final String EXPECTED =
      "a sound YuNet network of 2021 or 2022, with outputs loc, conf and iou, is expected";

  private static final float SMALLEST_CONFIDENCE = 0.6f;

  /** Overlap (intersection over union) above which two faces are one; OpenCV's default. */
  private static final float SAME_FACE = 0.3f;

  private static final int MOST_CANDIDATES = 5000;

  /** YuNet finds faces of about 10 to 300 pixels: up to half of such a picture's side. */
  private static final int LONGEST_SIDE = 640;

  /**
   * Factor by which the network has reduced the picture at its second coarsest map, in five
   * halvings.
   */
  private static final int STRIDE = 32;

  static YuNet2022Search load(Path model) {
    Loader.load(opencv_java.class);
    try {
      return new YuNet2022Search(
          FaceDetectorYN.create(
              model.toString(),
              "",
              new org.opencv.core.Size(STRIDE, STRIDE),
              SMALLEST_CONFIDENCE,
              SAME_FACE,
              MOST_CANDIDATES));
    } catch (RuntimeException e) {
      throw new BadDataException(model, EXPECTED + ": " + FaceDetector.reason(e));
    }
  }

  @Override
  public String expected() {
    return EXPECTED;
  }

  @Override
  public List<Found> in(Mat bgr) {
    return FaceSearch.shrunk(bgr, LONGEST_SIDE, this::inAsItIs);
  }

  private List<Found> inAsItIs(Mat bgr) {
    int width = (bgr.cols() + STRIDE - 1) / STRIDE * STRIDE;
    int height = (bgr.rows() + STRIDE - 1) / STRIDE * STRIDE;
    List<Found> found = new ArrayList<>();
    try (Mat padded = new Mat();
        Scalar black = new Scalar(0, 0, 0, 0)) {
      copyMakeBorder(
          bgr, padded, 0, height - bgr.rows(), 0, width - bgr.cols(), BORDER_CONSTANT, black);
      var pixels =
          new org.opencv.core.Mat(height, width, CV_8UC3, padded.<ByteBuffer>createBuffer());
      var faces = new org.opencv.core.Mat();
      network.setInputSize(pixels.size());
      network.detect(pixels, faces);
      float[] face = new float[15];
      for (int row = 0; row < faces.rows(); row++) {
        // Each row holds x, y, width and height, five points, confidence.
        faces.get(row, 0, face);
        List<Point> points =
            IntStream.range(2, 7).mapToObj(i -> new Point(face[2 * i], face[2 * i + 1])).toList();
        found.add(new Found(face[0], face[1], face[2], face[3], face[14], points));
      }
      faces.release();
      pixels.release();
    }
    return found;
  }

  @Override
  public void close() {
    // OpenCV's Java classes free their memory when they are garbage-collected.
  }
}
