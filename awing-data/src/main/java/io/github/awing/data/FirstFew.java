package io.github.awing.data;

import java.util.List;

/** Formats a list of names in one line: the first few, and the number of the others. */
public final class FirstFew {

  private FirstFew() {}

  /**
   * For instance {@code a, b, c and 4 more}.
   *
   * @param most largest number of names printed, at least 1
   */
  public static String of(int most, List<String> names) {
    int more = names.size() - most;
    return more <= 0
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, most)), more);
  }
}
