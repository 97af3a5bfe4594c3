package io.github.awing.data.detect;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.redirectError;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.ErrorCallback;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * Finds faces in a picture with the included network or a user's model file. Safe for several
 * threads, one of which searches at a time. Close it after use.
 */
public final class FaceDetector implements AutoCloseable {

  /**
   * Face that was found.
   *
   * @param box in the picture's pixels; the centre of the first pixel is (0, 0)
   * @param confidence score, higher for more certain faces: from 0 to 1 for YuNet, the number of
   *     agreeing windows for a cascade. Compare it only with scores of the same model
   * @param points right eye, left eye, tip of the nose, right and left corner of the mouth, as the
   *     person's, in the picture's pixels; empty for a cascade, which finds none
   */
  public record Detection(Box box, double confidence, List<Point> points) {

    /** Copies the points. */
    public Detection {
      points = List.copyOf(points);
    }
  }

  private static final String YUNET = "yunet.onnx";

  /** Larger than any face detector, and small enough to be read whole. */
  private static final long LARGEST_MODEL = 256L << 20;

  /** Suppresses OpenCV's error output: it prints each error before it throws it. */
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

  private final FaceSearch search;
  private boolean closed;

  private FaceDetector(FaceSearch search) {
    this.search = search;
  }

  /**
   * Returns the included detector, YuNet-n by Shiqi Yu and the OpenMMLab authors, Apache-2.0. It
   * finds faces from a hundredth of the picture's longer side to all of it, in pictures up to 1280
   * pixels from 10 pixels, rotated by up to about 45 degrees.
   */
  public static FaceDetector yuNet() {
    try (InputStream network = FaceDetector.class.getResourceAsStream(YUNET)) {
      return new FaceDetector(YuNet2023Search.read(network.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads a detector. A cascade is checked before OpenCV uses its indices. OpenCV's reader of
   * networks can end the whole process if a network file is forged or corrupted, so load networks
   * from trusted sources only.
   *
   * @param model an OpenCV cascade, Haar or LBP, in the format of OpenCV 2.4 and later ({@code
   *     .xml}), or a YuNet network of 2021, 2022 or 2023 ({@code .onnx})
   * @throws BadDataException if the file is missing, empty, damaged or of another format
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
      FaceSearch search = cascade ? CascadeSearch.load(model) : network(model);
      try (Scalar grey = new Scalar(127, 127, 127, 0);
          Mat blank = new Mat(64, 64, CV_8UC3, grey)) {
        // Some faults show only in use, for example a network with other outputs.
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

  private static FaceSearch network(Path model) {
    try {
      Net network = readNetFromONNX(Files.readAllBytes(model));
      if (YuNet2023Search.fits(network)) {
        return YuNet2023Search.of(network);
      }
      network.close();
    } catch (IOException e) {
      throw new BadDataException(model, "the face detector cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      // The next step reports it, with the expectation that fits most files.
    }
    return YuNet2022Search.load(model);
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

  /** OpenCV's message, without its source file, line and function. */
  static String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*? error: ", "");
    return message.strip().lines().findFirst().orElse("no reason is given");
  }

  /**
   * Finds faces.
   *
   * @return faces in descending confidence; at equal confidence the larger first
   * @throws IllegalStateException if this detector is closed
   */
  public synchronized List<Detection> detect(Picture picture) {
    if (closed) {
      throw new IllegalStateException("the face detector is closed");
    }
    return search.in(picture.mat()).stream()
        .map(FaceDetector::detection)
        .sorted(
            Comparator.comparingDouble(Detection::confidence)
                .thenComparingDouble(face -> area(face.box()))
                .reversed())
        .toList();
  }

  /** OpenCV counts from the pixels' edges, and the first pixel's edge is at -0.5. */
  private static Detection detection(FaceSearch.Found face) {
    return new Detection(
        new Box(
            face.x() - 0.5,
            face.y() - 0.5,
            face.x() + face.width() - 0.5,
            face.y() + face.height() - 0.5),
        face.confidence(),
        face.points().stream().map(point -> new Point(point.x() - 0.5, point.y() - 0.5)).toList());
  }

  /**
   * Finds the face that overlaps the expected box most (intersection over union), of any
   * confidence.
   *
   * @param expected in the picture's pixels
   * @return empty if no face found overlaps the expected box
   * @throws IllegalStateException if this detector is closed
   */
  public Optional<Box> detectNear(Picture picture, Box expected) {
    return detect(picture).stream()
        .map(Detection::box)
        .filter(box -> overlap(box, expected) > 0)
        .max(Comparator.comparingDouble(box -> overlap(box, expected)));
  }

  /**
   * The faces of a data set that this detector finds, each with the box found instead of the data
   * set's. All pictures are read for it.
   *
   * @param progress receives the number of faces processed so far
   * @param missed receives one line for each face that is left out, because it is not found or its
   *     picture cannot be read
   * @throws IllegalStateException if this detector is closed
   */
  public FaceDataSet withDetectedBoxes(
      FaceDataSet data, IntConsumer progress, Consumer<String> missed) {
    List<AnnotatedFace> faces = data.faces();
    List<AnnotatedFace> found = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      AnnotatedFace face = faces.get(i);
      try (Picture picture = face.picture().read()) {
        detectNear(picture, face.box())
            .ifPresentOrElse(
                box -> found.add(face.withBox(box)),
                () -> missed.accept(face.image() + ": no face found overlaps the data set's box"));
      } catch (BadDataException e) {
        missed.accept(e.getMessage());
      }
      progress.accept(i + 1);
    }
    return data.with(found);
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
}
