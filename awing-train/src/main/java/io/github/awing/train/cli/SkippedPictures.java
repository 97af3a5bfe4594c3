package io.github.awing.train.cli;

import java.util.function.Consumer;

/** Names the first ten pictures that are skipped; the rest would hide other messages. */
final class SkippedPictures {

  private static final int MOST_TOLD = 10;

  private final String kind;
  private final Consumer<String> told;
  private int count;

  /**
   * Begins at the first.
   *
   * @param kind of skipping, before each name
   * @param told a line for each
   */
  SkippedPictures(String kind, Consumer<String> told) {
    this.kind = kind;
    this.told = told;
  }

  /** Names a picture that was not skipped before. */
  void tell(String picture) {
    count++;
    if (count <= MOST_TOLD) {
      told.accept(kind + ": " + picture);
    }
    if (count == MOST_TOLD) {
      told.accept(kind + ": further pictures are named at the end");
    }
  }
}
