package io.github.awing.data.detect;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileNodeIterator;

/**
 * Checks a cascade's numbers before OpenCV uses them: OpenCV does not check them, and damaged ones
 * make it read outside its memory.
 */
final class CascadeCheck {

  private static final int LARGEST_WINDOW = 1000;

  /** Number of 32-bit words that hold one bit for each of the 256 local binary patterns. */
  private static final int PATTERN_WORDS = 8;

  private CascadeCheck() {}

  /**
   * Checks all numbers that OpenCV uses as indices or sizes.
   *
   * @throws IllegalArgumentException if an element is missing or out of range
   */
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

  /**
   * Checks rectangles, each of x, y, width, height and weight; a tilted one extends down to both
   * sides.
   */
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

  /** Checks that the rectangle, the first of three by three, fits the window. */
  private static void checkLbp(FileNode feature, int width, int height) {
    long[] r = whole(feature.get("rect"));
    require(r.length == 4 && r[0] >= 0 && r[1] >= 0 && r[2] > 0 && r[3] > 0, "rect");
    require(r[0] + 3 * r[2] <= width && r[1] + 3 * r[3] <= height, "rect");
  }

  /** Checks nodes of left, right and feature, then the decision values; zero or less is a leaf. */
  private static void checkTree(FileNode tree, int decision, int features) {
    long[] numbers = whole(tree.get("internalNodes"));
    int step = 3 + decision;
    int nodes = numbers.length / step;
    require(nodes > 0 && numbers.length == nodes * step, "internalNodes");
    require(tree.get("leafValues").size() == nodes + 1, "leafValues");
    for (int node = 0; node < nodes; node++) {
      for (int side = 0; side < 2; side++) {
        long next = numbers[node * step + side];
        // Children must come later, or the evaluation of a window would not end.
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
