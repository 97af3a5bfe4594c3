package io.github.awing.model;

/**
 * What a stacked hourglass is made of. Its input is [N, 3, {@code inputSize}, {@code inputSize}],
 * its output one [N, {@link #channels()}, {@link #heatmapSize()}, {@link #heatmapSize()}] per
 * stack.
 *
 * @param landmarks heatmaps of landmarks, at least 1
 * @param stacks hourglasses one after another, at least 1; the paper's network has 4
 * @param features channels of the trunk, a multiple of 16; the paper's network has 256
 * @param depth how often an hourglass halves its input, at least 1; the paper's 4
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
   * Checks every part.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
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

  /** The network of the paper: 4 stacks of 256 features, 256 x 256 pixels in. */
  public static HourglassSpec paper(int landmarks) {
    return new HourglassSpec(landmarks, 4, 256, 4, 256, true, true, false);
  }

  /** For a laptop: 1 stack of 64 features, 256 x 256 pixels in. */
  public static HourglassSpec small(int landmarks) {
    return new HourglassSpec(landmarks, 1, 64, 4, 256, true, true, false);
  }

  /** For a try: 1 stack of 32 features, 128 x 128 pixels in. */
  public static HourglassSpec tiny(int landmarks) {
    return new HourglassSpec(landmarks, 1, 32, 4, 128, true, true, false);
  }

  /**
   * The network of that name.
   *
   * @throws IllegalArgumentException if it is none of paper, small and tiny
   */
  public static HourglassSpec named(String name, int landmarks) {
    return switch (name) {
      case "paper" -> paper(landmarks);
      case "small" -> small(landmarks);
      case "tiny" -> tiny(landmarks);
      default ->
          throw new IllegalArgumentException(
              "there is no network '%s', but paper, small and tiny".formatted(name));
    };
  }

  /** Height and width of the heatmaps: a quarter of the input's. */
  public int heatmapSize() {
    return inputSize / 4;
  }

  /** Heatmaps a stack gives: the landmarks', and the boundary's last where there is one. */
  public int channels() {
    return landmarks + (boundary ? 1 : 0);
  }

  /**
   * Weights of the hourglasses' blocks: most of what the network has. Who reads a network's size
   * from a file compares it with what the file holds, before asking for so much memory.
   */
  public long blockWeights() {
    // Three 3 x 3 convolutions each, of 4.5, 1.125 and 0.5625 times the square of the features.
    long blocks = stacks * (3L * depth + 2);
    return Math.multiplyExact(6 * blocks, Math.multiplyExact((long) features, features));
  }

  private static void check(boolean holds, String name, int value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }
}
