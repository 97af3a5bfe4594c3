package io.github.awing.data;

/**
 * Part of a data set, for instance the faces to train on.
 *
 * @param word the split's name on the command line: {@code train}, {@code test}, or a part of the
 *     data set's own, for instance {@code challenging}
 */
public record Split(String word) {

  /** Faces to train on. */
  public static final Split TRAIN = new Split("train");

  /** Faces to test on. */
  public static final Split TEST = new Split("test");

  @Override
  public String toString() {
    return word;
  }
}
