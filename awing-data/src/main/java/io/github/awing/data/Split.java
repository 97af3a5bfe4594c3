package io.github.awing.data;

/**
 * Which part of a data set is meant, where a data set has parts.
 *
 * @param word as it is said on the command line: {@code train}, {@code test}, or a part of the data
 *     set's own, for instance {@code challenging}
 */
public record Split(String word) {

  /** What networks learn from. */
  public static final Split TRAIN = new Split("train");

  /** What they are judged by. */
  public static final Split TEST = new Split("test");

  @Override
  public String toString() {
    return word;
  }
}
