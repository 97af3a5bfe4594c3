package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.BadDataException;
import java.io.IOException;

/** Reads fuzzed plans: each is read, or refused in one printable line. */
public final class FuzzedPlan {

  private static final int LONGEST_MESSAGE = 2500;

  private FuzzedPlan() {}

  /** Reading of a plan, and what holds for one that can be read. */
  @FunctionalInterface
  public interface Reading {
    void run() throws IOException;
  }

  /** Runs a reading, and checks the message of a refusal. */
  public static void read(Reading reading) throws IOException {
    try {
      reading.run();
    } catch (BadDataException e) {
      assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
      assertThat(e.getMessage().chars())
          .as(e.getMessage())
          .noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    }
  }
}
