package io.github.awing.model;

/**
 * Architecture of a stacked hourglass. Its input is [N, 3, {@code inputSize}, {@code inputSize}],
 * its output one [N, {@link #channels()}, {@link #heatmapSize()}, {@link #heatmapSize()}] per
 * stack.
 *
 * @param landmarks number of landmarks, each with a heatmap, at least 1
 * @param stacks number of hourglasses one after another, at least 1; the paper's network has 4
 * @param features number of channels of the trunk, a multiple of 16; the paper's network has 256
 * @param depth number of times an hourglass halves its input, at least 1; the paper's 4
 * @param inputSize height and width of the face crop in pixels, a multiple of 4 · 2^depth; the
 *     paper's 256
 * @param coordConv whether coordinates are appended before the first convolution and every
 *     hourglass (the paper, section 5)
 * @param boundary whether one more heatmap holds the boundary (the paper, section 4.3); from the
 *     second stack on it then masks the coordinates too
 * @param endRelu whether a ReLU follows every stack's heatmaps; the authors' released network has
 *     none
 */
public record HourglassSpec(
    int landmarks,
    int stacks,
    int features,
    int depth,
    int inputSize,
    boolean coordConv,
    boolean boundary,
    boolean endRelu) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  public HourglassSpec {
    check(landmarks >= 1, "landmarks", landmarks, "at least 1");
    check(stacks >= 1, "stacks", stacks, "at least 1");
    check(features >= 16 && features % 16 == 0, "features", features, "a multiple of 16");
    check(depth >= 1 && depth <= 8, "depth", depth, "between 1 and 8");
    int step = 4 << depth;
    check(
        inputSize >= step && inputSize % step == 0,
        "inputSize",
        inputSize,
        "a multiple of " + step + " at depth " + depth);
  }

  /** The paper's network: 4 stacks of 256 features, input 256 x 256 pixels. */
  public static HourglassSpec paper(int landmarks) {
    return new HourglassSpec(landmarks, 4, 256, 4, 256, true, true, false);
  }

  /** A network for a laptop: 1 stack of 64 features, input 256 x 256 pixels. */
  public static HourglassSpec small(int landmarks) {
    return new HourglassSpec(landmarks, 1, 64, 4, 256, true, true, false);
  }

  /** A network for a first try: 1 stack of 32 features, input 128 x 128 pixels. */
  public static HourglassSpec tiny(int landmarks) {
    return new HourglassSpec(landmarks, 1, 32, 4, 128, true, true, false);
  }

  /**
   * Returns the architecture of this name.
   *
   * @throws IllegalArgumentException if the name is not paper, small or tiny
   */
  public static HourglassSpec named(String name, int landmarks) {
    return switch (name) {
      case "paper" -> paper(landmarks);
      case "small" -> small(landmarks);
      case "tiny" -> tiny(landmarks);
      default ->
          throw new IllegalArgumentException(
              "there is no network '%s'; there are paper, small and tiny".formatted(name));
    };
  }

  /** Height and width of the heatmaps: a quarter of the input's. */
  public int heatmapSize() {
    return inputSize / 4;
  }

  /** Number of heatmaps of a stack: the landmarks', then the boundary's if there is one. */
  public int channels() {
    return landmarks + (boundary ? 1 : 0);
  }

  /**
   * Number of weights of the hourglasses' blocks, most of the network's weights. Readers of a
   * network's architecture from a file compare it with the file's size before they allocate memory.
   */
  public long blockWeights() {
    // Each has three 3 x 3 convolutions, of 4.5, 1.125 and 0.5625 times the square of the features.
    long blocks = stacks * (3L * depth + 2);
    return Math.multiplyExact(6 * blocks, Math.multiplyExact((long) features, features));
  }

  private static void check(boolean holds, String name, int value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }
}
