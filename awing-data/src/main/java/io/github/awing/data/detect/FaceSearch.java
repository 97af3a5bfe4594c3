package io.github.awing.data.detect;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.github.awing.data.Point;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Search for faces by OpenCV with one kind of model. */
interface FaceSearch {

  /**
   * Face in OpenCV's coordinates: from edge to edge, in pixels of the searched picture.
   *
   * @param points right eye, left eye, nose, right and left corner of the mouth, as the person's;
   *     empty if the search does not find points
   */
  record Found(
      double x, double y, double width, double height, double confidence, List<Point> points) {

    /** The same face in a picture scaled by these factors. */
    Found scaled(double byX, double byY) {
      return new Found(
          x * byX,
          y * byY,
          width * byX,
          height * byY,
          confidence,
          points.stream().map(point -> new Point(point.x() * byX, point.y() * byY)).toList());
    }
  }

  /** The expected model file, for error messages. */
  String expected();

  /** Finds all faces of a picture, in any order. */
  List<Found> in(Mat bgr);

  /** Frees the model's memory. */
  void close();

  /**
   * Searches a picture, first shrunk to {@code longestSide} pixels on its longer side if it is
   * longer.
   */
  static List<Found> shrunk(Mat bgr, int longestSide, Function<Mat, List<Found>> search) {
    int longest = Math.max(bgr.cols(), bgr.rows());
    if (longest <= longestSide) {
      return search.apply(bgr);
    }
    double scale = longestSide / (double) longest;
    int width = Math.max(1, (int) Math.round(bgr.cols() * scale));
    int height = Math.max(1, (int) Math.round(bgr.rows() * scale));
    try (Mat small = new Mat();
        Size size = new Size(width, height)) {
      resize(bgr, small, size, 0, 0, INTER_AREA);
      double byX = bgr.cols() / (double) width;
      double byY = bgr.rows() / (double) height;
      return search.apply(small).stream().map(face -> face.scaled(byX, byY)).toList();
    }
  }
}
