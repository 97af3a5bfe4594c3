package io.github.awing.data;

/** Which part of a data set is meant, where a data set has parts. */
public enum Split {
  /** What networks learn from. */
  TRAIN,
  /** What they are judged by. */
  TEST
}
