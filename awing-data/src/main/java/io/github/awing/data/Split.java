package io.github.awing.data;

/** Which part of a data set is meant, where a data set has parts. */
public enum Split {
  /** What networks learn from. */
  TRAIN,
  /** What they are judged by. */
  TEST;

  /**
   * The part of that word.
   *
   * @throws IllegalArgumentException if it is neither train nor test
   */
  public static Split ofWord(String word) {
    return switch (word) {
      case "train" -> TRAIN;
      case "test" -> TEST;
      default ->
          throw new IllegalArgumentException(
              "--split must be train or test, but is '" + word + "'");
    };
  }
}
