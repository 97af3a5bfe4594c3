package io.github.awing.data.detect;

import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** Finds faces by an OpenCV cascade, Haar or LBP. */
record CascadeSearch(CascadeClassifier cascade) implements FaceSearch {

  private static final String EXPECTED = "a sound cascade of OpenCV's is expected";

  /** OpenCV's defaults: each size is 1.1 times the last, and three windows must agree. */
  private static final double STEP = 1.1;

  private static final int AGREEING_WINDOWS = 3;

  /** The longer side in pixels of the largest picture that is searched at full size. */
  private static final int LONGEST_SIDE = 1280;

  /** The smallest face searched for, relative to the picture's shorter side. */
  private static final double SMALLEST_FACE = 0.04;

  static CascadeSearch load(Path model) {
    CascadeClassifier cascade = new CascadeClassifier();
    // Read from memory: OpenCV's own reader fails on names outside the system's code page.
    try (BytePointer text = text(model);
        FileStorage storage =
            new FileStorage(text, FileStorage.READ | FileStorage.MEMORY | FileStorage.FORMAT_XML);
        FileNode root = storage.getFirstTopLevelNode()) {
      CascadeCheck.check(root);
      if (cascade.read(root) && !cascade.empty()) {
        return new CascadeSearch(cascade);
      }
    } catch (IOException e) {
      throw new BadDataException(model, "the cascade cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      cascade.close();
      throw new BadDataException(model, EXPECTED + ": " + FaceDetector.reason(e));
    }
    cascade.close();
    throw new BadDataException(model, EXPECTED);
  }

  private static BytePointer text(Path model) throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    // OpenCV reads memory up to a zero byte, and beyond the end if there is none.
    return new BytePointer(Arrays.copyOf(bytes, bytes.length + 1));
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
    int side = (int) Math.round(SMALLEST_FACE * Math.min(bgr.cols(), bgr.rows()));
    List<Found> found = new ArrayList<>();
    // Level weights would give a finer confidence, but with them OpenCV accepts single windows.
    try (RectVector faces = new RectVector();
        IntPointer windows = new IntPointer();
        Size smallest = new Size(side, side);
        Size any = new Size(0, 0)) {
      cascade.detectMultiScale2(bgr, faces, windows, STEP, AGREEING_WINDOWS, 0, smallest, any);
      for (long i = 0; i < faces.size(); i++) {
        Rect face = faces.get(i);
        found.add(
            new Found(face.x(), face.y(), face.width(), face.height(), windows.get(i), List.of()));
      }
    }
    return found;
  }

  @Override
  public void close() {
    cascade.close();
  }
}
