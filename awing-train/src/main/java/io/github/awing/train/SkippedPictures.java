package io.github.awing.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names pictures when they are skipped for the first time, as many as a person would read. */
final class SkippedPictures {

  private static final int MOST_TOLD = 10;

  private final String kind;
  private final Set<String> told = new HashSet<>();

  /**
   * None yet.
   *
   * @param kind of skipping, before each name
   */
  SkippedPictures(String kind) {
    this.kind = kind;
  }

  /** Names those that are new. */
  void tell(List<String> lines, Trainer.Listener listener) {
    if (told.size() == MOST_TOLD) {
      return;
    }
    lines.stream()
        .filter(line -> told.size() < MOST_TOLD && told.add(line))
        .forEach(line -> listener.notice(kind + ": " + line));
    if (told.size() == MOST_TOLD) {
      listener.notice(kind + ": further pictures are named at the end");
    }
  }
}
