package io.github.awing.data;

import java.util.List;

/** Names in one line, however many there are: the first few, and how many more. */
public final class FirstFew {

  private FirstFew() {}

  /**
   * For instance {@code a, b, c and 4 more}.
   *
   * @param most how many are named, at least 1
   */
  public static String of(int most, List<String> names) {
    int more = names.size() - most;
    return more <= 0
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, most)), more);
  }
}
