package io.github.awing.data.detect;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_dnn.NMSBoxes;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;

import io.github.awing.data.Point;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect2d;
import org.bytedeco.opencv.opencv_core.Rect2dVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.StringVector;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * Finds faces by a YuNet of 2023 or later. Each cell of its three grids predicts whether a face is
 * at its place, and the face's box and points. OpenCV 4.5.5 has no class for it, but runs the
 * network.
 */
final class YuNet2023Search implements FaceSearch {

  /** Pixels per cell, for each grid. */
  private static final int[] STRIDES = {8, 16, 32};

  /** Height and width of the network's input are multiples of it. */
  private static final int MULTIPLE = 32;

  private static final int POINTS = 5;

  /** Longer side of the picture in the first search, for the largest faces. */
  private static final int ROUGHLY = 320;

  /** Longer side of the picture in the second search, for small faces. */
  private static final int FINELY = 1280;

  /**
   * Size in pixels of the largest face that the network finds; parts of larger faces look like
   * faces.
   */
  private static final int LARGEST_FACE = 300;

  private static final float SMALLEST_CONFIDENCE = 0.7f;

  /** Overlap (intersection over union) above which two faces are one. */
  private static final float SAME_FACE = 0.3f;

  private final Net network;

  private YuNet2023Search(Net network) {
    this.network = network;
  }

  /** Whether a network has this version's outputs. */
  static boolean fits(Net network) {
    try (StringVector names = network.getUnconnectedOutLayersNames()) {
      return IntStream.range(0, (int) names.size())
          // JavaCPP's text of a name ends with the string's NUL.
          .anyMatch(i -> names.get(i).getString().trim().equals("kps_" + STRIDES[0]));
    }
  }

  /** Wraps a network, and owns it from then on. */
  static YuNet2023Search of(Net network) {
    return new YuNet2023Search(network);
  }

  /** Reads a network from a file's bytes. */
  static YuNet2023Search read(byte[] onnx) {
    return of(readNetFromONNX(onnx));
  }

  @Override
  public String expected() {
    return "a sound YuNet network of 2023, with outputs cls, obj, bbox and kps, is expected";
  }

  @Override
  public List<Found> in(Mat bgr) {
    List<Found> found = new ArrayList<>(FaceSearch.shrunk(bgr, ROUGHLY, this::allIn));
    if (Math.max(bgr.cols(), bgr.rows()) > ROUGHLY) {
      found.addAll(FaceSearch.shrunk(bgr, FINELY, this::smallOnesIn));
    }
    return eachOnce(found);
  }

  private List<Found> smallOnesIn(Mat bgr) {
    return allIn(bgr).stream()
        .filter(face -> Math.max(face.width(), face.height()) <= LARGEST_FACE)
        .toList();
  }

  private List<Found> allIn(Mat bgr) {
    int width = (bgr.cols() + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    int height = (bgr.rows() + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    List<Found> found = new ArrayList<>();
    try (Mat padded = new Mat();
        Scalar black = new Scalar(0, 0, 0, 0);
        StringVector names = outputs();
        MatVector outputs = new MatVector()) {
      copyMakeBorder(
          bgr, padded, 0, height - bgr.rows(), 0, width - bgr.cols(), BORDER_CONSTANT, black);
      try (Mat input = blobFromImage(padded)) {
        network.setInput(input);
        network.forward(outputs, names);
      }
      for (int i = 0; i < STRIDES.length; i++) {
        addFaces(new Grid(STRIDES[i], width / STRIDES[i], outputs, 4L * i), found);
      }
    }
    return found;
  }

  private static StringVector outputs() {
    StringVector names = new StringVector();
    for (int stride : STRIDES) {
      names.push_back("cls_" + stride);
      names.push_back("obj_" + stride);
      names.push_back("bbox_" + stride);
      names.push_back("kps_" + stride);
    }
    return names;
  }

  private static void addFaces(Grid grid, List<Found> found) {
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (grid.confidence(cell) >= SMALLEST_CONFIDENCE) {
        found.add(grid.face(cell));
      }
    }
  }

  /** Predictions of the cells of one stride, row by row. */
  private record Grid(
      int stride,
      int columns,
      FloatBuffer faceness,
      FloatBuffer quality,
      FloatBuffer boxes,
      FloatBuffer points) {

    Grid(int stride, int columns, MatVector outputs, long first) {
      this(
          stride,
          columns,
          outputs.get(first).createBuffer(),
          outputs.get(first + 1).createBuffer(),
          outputs.get(first + 2).createBuffer(),
          outputs.get(first + 3).createBuffer());
    }

    int cells() {
      return faceness.capacity();
    }

    float confidence(int cell) {
      return (float) Math.sqrt(fraction(faceness.get(cell)) * fraction(quality.get(cell)));
    }

    private static float fraction(float value) {
      return Math.min(1, Math.max(0, value));
    }

    Found face(int cell) {
      int column = cell % columns;
      int row = cell / columns;
      double width = Math.exp(boxes.get(4 * cell + 2)) * stride;
      double height = Math.exp(boxes.get(4 * cell + 3)) * stride;
      return new Found(
          (column + boxes.get(4 * cell)) * stride - width / 2,
          (row + boxes.get(4 * cell + 1)) * stride - height / 2,
          width,
          height,
          confidence(cell),
          IntStream.range(POINTS * cell, POINTS * (cell + 1))
              .mapToObj(
                  i ->
                      new Point(
                          (column + points.get(2 * i)) * stride,
                          (row + points.get(2 * i + 1)) * stride))
              .toList());
    }
  }

  /** Keeps the most confident of overlapping faces. */
  private static List<Found> eachOnce(List<Found> found) {
    float[] confidence = new float[found.size()];
    try (Rect2dVector boxes = new Rect2dVector(found.size());
        IntPointer kept = new IntPointer()) {
      for (int i = 0; i < found.size(); i++) {
        Found face = found.get(i);
        confidence[i] = (float) face.confidence();
        try (Rect2d box = new Rect2d(face.x(), face.y(), face.width(), face.height())) {
          boxes.put(i, box);
        }
      }
      try (FloatPointer scores = new FloatPointer(confidence)) {
        NMSBoxes(boxes, scores, SMALLEST_CONFIDENCE, SAME_FACE, kept);
      }
      return IntStream.range(0, (int) kept.limit()).mapToObj(i -> found.get(kept.get(i))).toList();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
