package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Supplier;

/** Judges what a reader makes of any bytes: something, or a refusal in one line. */
public final class FuzzedReading {

  /** No message repeats all that a file says. */
  private static final int LONGEST_MESSAGE = 2500;

  private FuzzedReading() {}

  /** What is read; empty if it is refused in one line. */
  public static <T> Optional<T> refusedOrGiven(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (BadDataException e) {
      assertToldInOneLine(e);
      return Optional.empty();
    }
  }

  /** Holds a refusal to one line. */
  public static void assertToldInOneLine(BadDataException e) {
    assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
    assertThat(e.getMessage().chars())
        .as(e.getMessage())
        .noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
  }
}
