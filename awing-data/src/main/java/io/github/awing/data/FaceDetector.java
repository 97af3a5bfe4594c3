package io.github.awing.data;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.redirectError;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.ErrorCallback;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileNodeIterator;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_java;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.opencv.objdetect.FaceDetectorYN;

/**
 * Finds faces in a picture with a model file of the user's. Safe for several threads, which then
 * wait for each other. Close it when no more faces are sought.
 */
public final class FaceDetector implements AutoCloseable {

  /**
   * A face that was found.
   *
   * @param box in the picture's pixels; the centre of the first pixel is (0, 0)
   * @param confidence higher is surer: from 0 to 1 for YuNet, the number of agreeing windows for a
   *     cascade; only to be compared with others of the same model
   */
  public record Detection(Box box, double confidence) {}

  /** Larger than any face detector is, and small enough to be read whole. */
  private static final long LARGEST_MODEL = 256L << 20;

  /** OpenCV prints each error before it throws it; the exception says enough. */
  private static final ErrorCallback SILENT =
      new ErrorCallback() {
        @Override
        public int call(
            int status,
            BytePointer function,
            BytePointer message,
            BytePointer file,
            int line,
            Pointer data) {
          return 0;
        }
      };

  private final Search search;
  private boolean closed;

  private FaceDetector(Search search) {
    this.search = search;
  }

  /**
   * Loads a detector. A cascade is checked before OpenCV follows its indices. OpenCV's reader of
   * networks can end the whole process over a forged or corrupted one: take it from its makers.
   *
   * @param model a cascade of OpenCV's, Haar or LBP, in the format of OpenCV 2.4 and later ({@code
   *     .xml}), or a YuNet network of 2021 or 2022 ({@code .onnx})
   * @throws BadDataException if the file is missing, empty, damaged or of another kind
   */
  public static FaceDetector load(Path model) {
    String name = String.valueOf(model.getFileName());
    boolean cascade = name.endsWith(".xml");
    if (!cascade && !name.endsWith(".onnx")) {
      throw new BadDataException(
          model, "is no face detector; a cascade (.xml) or a YuNet network (.onnx) is expected");
    }
    checkFile(model);
    redirectError(SILENT);
    try {
      Search search = cascade ? CascadeSearch.load(model) : YuNetSearch.load(model);
      try (Scalar grey = new Scalar(127, 127, 127, 0);
          Mat blank = new Mat(64, 64, CV_8UC3, grey)) {
        // Some faults show only in use, a network with other outputs for one.
        search.in(blank);
      } catch (RuntimeException e) {
        search.close();
        throw new BadDataException(model, search.expected() + ": " + reason(e));
      }
      return new FaceDetector(search);
    } finally {
      redirectError(null);
    }
  }

  private static void checkFile(Path model) {
    if (Files.notExists(model)) {
      throw new BadDataException(model, "there is no such face detector");
    }
    if (!Files.isRegularFile(model)) {
      throw new BadDataException(model, "is no file; the file of a face detector is expected");
    }
    try {
      long size = Files.size(model);
      if (size == 0) {
        throw new BadDataException(model, "the face detector is empty");
      }
      if (size > LARGEST_MODEL) {
        throw new BadDataException(
            model,
            "is too large for a face detector; at most %d bytes are expected"
                .formatted(LARGEST_MODEL));
      }
    } catch (IOException e) {
      throw new BadDataException(model, "the face detector cannot be read: " + e.getMessage());
    }
  }

  /** What OpenCV says, without its own source's file, line and function. */
  private static String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*? error: ", "");
    return message.strip().lines().findFirst().orElse("no reason is given");
  }

  /**
   * All faces that the model finds.
   *
   * @return the surest first; of two as sure, the larger first
   * @throws IllegalStateException if this detector is closed
   */
  public synchronized List<Detection> detect(Picture picture) {
    if (closed) {
      throw new IllegalStateException("the face detector is closed");
    }
    Mat bgr = picture.mat();
    int longest = Math.max(bgr.cols(), bgr.rows());
    if (longest <= search.longestSide()) {
      return toPicture(search.in(bgr), 1, 1);
    }
    double scale = search.longestSide() / (double) longest;
    int width = Math.max(1, (int) Math.round(bgr.cols() * scale));
    int height = Math.max(1, (int) Math.round(bgr.rows() * scale));
    try (Mat small = new Mat();
        Size size = new Size(width, height)) {
      resize(bgr, small, size, 0, 0, INTER_AREA);
      return toPicture(search.in(small), bgr.cols() / (double) width, bgr.rows() / (double) height);
    }
  }

  private static List<Detection> toPicture(List<Found> found, double scaleX, double scaleY) {
    List<Detection> detections = new ArrayList<>();
    for (Found face : found) {
      // OpenCV's rectangle runs along the pixels' edges, and the first pixel's edge is at -0.5.
      Box box =
          new Box(
              face.x() * scaleX - 0.5,
              face.y() * scaleY - 0.5,
              (face.x() + face.width()) * scaleX - 0.5,
              (face.y() + face.height()) * scaleY - 0.5);
      detections.add(new Detection(box, face.confidence()));
    }
    detections.sort(
        Comparator.comparingDouble(Detection::confidence)
            .thenComparingDouble(face -> area(face.box()))
            .reversed());
    return List.copyOf(detections);
  }

  /**
   * The face found that overlaps the expected box most (intersection over union), whatever its
   * confidence.
   *
   * @param expected in the picture's pixels
   * @return empty if no face found overlaps it at all
   * @throws IllegalStateException if this detector is closed
   */
  public Optional<Box> detectNear(Picture picture, Box expected) {
    return detect(picture).stream()
        .map(Detection::box)
        .filter(box -> overlap(box, expected) > 0)
        .max(Comparator.comparingDouble(box -> overlap(box, expected)));
  }

  private static double overlap(Box a, Box b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    double common = Math.max(0, width) * Math.max(0, height);
    return common / (area(a) + area(b) - common);
  }

  private static double area(Box box) {
    return box.width() * box.height();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      search.close();
    }
  }

  /** A face as OpenCV gives it: from edge to edge, in pixels of the picture searched. */
  private record Found(double x, double y, double width, double height, double confidence) {}

  /** One of OpenCV's two ways of finding faces. */
  private interface Search {

    /** The longer side of the largest picture to be searched, in pixels. */
    int longestSide();

    /** What the model file should have been. */
    String expected();

    List<Found> in(Mat bgr);

    void close();
  }

  private record CascadeSearch(CascadeClassifier cascade) implements Search {

    private static final String EXPECTED = "a sound cascade of OpenCV's is expected";

    /** OpenCV's own defaults: each size is 1.1 times the last, three windows must agree. */
    private static final double STEP = 1.1;

    private static final int AGREEING_WINDOWS = 3;

    /** The smallest face sought, in parts of the picture's shorter side. */
    private static final double SMALLEST_FACE = 0.04;

    static CascadeSearch load(Path model) {
      CascadeClassifier cascade = new CascadeClassifier();
      // Read from memory: OpenCV's own reader fails on names outside the system's code page.
      try (BytePointer text = text(model);
          FileStorage storage =
              new FileStorage(
                  text, FileStorage.READ | FileStorage.MEMORY | FileStorage.FORMAT_XML);
          FileNode root = storage.getFirstTopLevelNode()) {
        CascadeCheck.check(root);
        if (cascade.read(root) && !cascade.empty()) {
          return new CascadeSearch(cascade);
        }
      } catch (IOException e) {
        throw new BadDataException(model, "the cascade cannot be read: " + e.getMessage());
      } catch (RuntimeException e) {
        cascade.close();
        throw new BadDataException(model, EXPECTED + ": " + reason(e));
      }
      cascade.close();
      throw new BadDataException(model, EXPECTED);
    }

    private static BytePointer text(Path model) throws IOException {
      byte[] bytes = Files.readAllBytes(model);
      // OpenCV reads memory up to a zero, and beyond the end if there is none.
      return new BytePointer(Arrays.copyOf(bytes, bytes.length + 1));
    }

    @Override
    public int longestSide() {
      return 1280;
    }

    @Override
    public String expected() {
      return EXPECTED;
    }

    @Override
    public List<Found> in(Mat bgr) {
      int side = (int) Math.round(SMALLEST_FACE * Math.min(bgr.cols(), bgr.rows()));
      List<Found> found = new ArrayList<>();
      // Level weights would be a finer confidence, but with them OpenCV lets single windows pass.
      try (RectVector faces = new RectVector();
          IntPointer windows = new IntPointer();
          Size smallest = new Size(side, side);
          Size any = new Size(0, 0)) {
        cascade.detectMultiScale2(bgr, faces, windows, STEP, AGREEING_WINDOWS, 0, smallest, any);
        for (long i = 0; i < faces.size(); i++) {
          Rect face = faces.get(i);
          found.add(new Found(face.x(), face.y(), face.width(), face.height(), windows.get(i)));
        }
      }
      return found;
    }

    @Override
    public void close() {
      cascade.close();
    }
  }

  /** OpenCV follows a cascade's numbers unchecked, out of its memory where they are damaged. */
  private static final class CascadeCheck {

    private static final int LARGEST_WINDOW = 1000;

    /** Of the 256 local binary patterns, one bit each, in words of 32 bits. */
    private static final int PATTERN_WORDS = 8;

    static void check(FileNode root) {
      int width = root.get("width").asInt();
      int height = root.get("height").asInt();
      require(width > 0 && width <= LARGEST_WINDOW, "width");
      require(height > 0 && height <= LARGEST_WINDOW, "height");
      FileNode type = root.get("featureType");
      boolean haar = type.isString() && type.asBytePointer().getString().equals("HAAR");
      boolean lbp = type.isString() && type.asBytePointer().getString().equals("LBP");
      require(haar || lbp, "featureType");
      int patterns = root.get("featureParams").get("maxCatCount").asInt();
      require(patterns == (haar ? 0 : 32 * PATTERN_WORDS), "maxCatCount");
      List<FileNode> features = children(root.get("features"));
      for (FileNode feature : features) {
        if (haar) {
          checkHaar(feature, width, height);
        } else {
          checkLbp(feature, width, height);
        }
      }
      for (FileNode stage : children(root.get("stages"))) {
        for (FileNode tree : children(stage.get("weakClassifiers"))) {
          checkTree(tree, haar ? 1 : PATTERN_WORDS, features.size());
        }
      }
    }

    /** Each rectangle x, y, width, height and weight; a tilted one goes down to both sides. */
    private static void checkHaar(FileNode feature, int width, int height) {
      boolean tilted = feature.get("tilted").asInt() != 0;
      List<FileNode> rectangles = children(feature.get("rects"));
      require(!rectangles.isEmpty() && rectangles.size() <= 3, "rects");
      for (FileNode rectangle : rectangles) {
        long[] r = whole(rectangle);
        require(r.length == 5 && r[0] >= 0 && r[1] >= 0 && r[2] > 0 && r[3] > 0, "rects");
        require(r[0] + r[2] <= width, "rects");
        require(r[1] + r[3] + (tilted ? r[2] : 0) <= height, "rects");
        require(!tilted || r[0] >= r[3], "rects");
      }
    }

    /** The rectangle is the first of three by three. */
    private static void checkLbp(FileNode feature, int width, int height) {
      long[] r = whole(feature.get("rect"));
      require(r.length == 4 && r[0] >= 0 && r[1] >= 0 && r[2] > 0 && r[3] > 0, "rect");
      require(r[0] + 3 * r[2] <= width && r[1] + 3 * r[3] <= height, "rect");
    }

    /** Each node left, right and feature, then what decides; zero or less is a leaf. */
    private static void checkTree(FileNode tree, int decision, int features) {
      long[] numbers = whole(tree.get("internalNodes"));
      int step = 3 + decision;
      int nodes = numbers.length / step;
      require(nodes > 0 && numbers.length == nodes * step, "internalNodes");
      require(tree.get("leafValues").size() == nodes + 1, "leafValues");
      for (int node = 0; node < nodes; node++) {
        for (int side = 0; side < 2; side++) {
          long next = numbers[node * step + side];
          // Only forwards, or a window would never be done.
          require(next > node ? next < nodes : next <= 0 && next >= -nodes, "internalNodes");
        }
        long feature = numbers[node * step + 2];
        require(feature >= 0 && feature < features, "internalNodes");
      }
    }

    private static List<FileNode> children(FileNode sequence) {
      require(sequence.isSeq(), "a list");
      List<FileNode> children = new ArrayList<>();
      FileNodeIterator next = sequence.begin();
      for (long i = 0; i < sequence.size(); i++) {
        children.add(next.multiply());
        next.increment();
      }
      return children;
    }

    private static long[] whole(FileNode sequence) {
      return children(sequence).stream().mapToLong(FileNode::asInt).toArray();
    }

    private static void require(boolean sound, String element) {
      if (!sound) {
        throw new IllegalArgumentException(element + " is missing or out of range");
      }
    }
  }

  /** Through OpenCV's own Java classes, as JavaCPP has none for it. */
  private record YuNetSearch(FaceDetectorYN network) implements Search {

    private static final String EXPECTED =
        "a sound YuNet network of 2021 or 2022, with outputs loc, conf and iou, is expected";

    private static final float SMALLEST_CONFIDENCE = 0.6f;

    /** Faces that overlap more (intersection over union) are one; OpenCV's default. */
    private static final float SAME_FACE = 0.3f;

    private static final int MOST_CANDIDATES = 5000;

    /** The network halves the picture five times before its coarsest but one map. */
    private static final int STRIDE = 32;

    static YuNetSearch load(Path model) {
      Loader.load(opencv_java.class);
      try {
        return new YuNetSearch(
            FaceDetectorYN.create(
                model.toString(),
                "",
                new org.opencv.core.Size(STRIDE, STRIDE),
                SMALLEST_CONFIDENCE,
                SAME_FACE,
                MOST_CANDIDATES));
      } catch (RuntimeException e) {
        throw new BadDataException(model, EXPECTED + ": " + reason(e));
      }
    }

    /** YuNet knows faces of about 10 to 300 pixels: half of such a picture's side. */
    @Override
    public int longestSide() {
      return 640;
    }

    @Override
    public String expected() {
      return EXPECTED;
    }

    @Override
    public List<Found> in(Mat bgr) {
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
          // x, y, width and height, five landmarks, confidence.
          faces.get(row, 0, face);
          found.add(new Found(face[0], face[1], face[2], face[3], face[14]));
        }
        faces.release();
        pixels.release();
      }
      return found;
    }

    @Override
    public void close() {
      // OpenCV's Java classes free their memory when they are collected.
    }
  }
}
