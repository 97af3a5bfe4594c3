package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Supplier;

/** Checks a reader's answer to arbitrary bytes: a result, or a refusal in one line. */
public final class FuzzedReading {

  /** Longest message; a message must not repeat a file's whole content. */
  private static final int LONGEST_MESSAGE = 2500;

  private FuzzedReading() {}

  /** The result; empty if the bytes are refused in one line. */
  public static <T> Optional<T> refusedOrGiven(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (BadDataException e) {
      assertToldInOneLine(e);
      return Optional.empty();
    }
  }

  /** Asserts that a refusal is one line. */
  public static void assertToldInOneLine(BadDataException e) {
    assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
    assertThat(e.getMessage().chars())
        .as(e.getMessage())
        .noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
  }
}
