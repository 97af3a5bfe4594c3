package io.github.awing.eval.serve;

import java.time.Duration;

/**
 * Limits that keep one request from slowing down or failing others.
 *
 * @param megabytes longest picture file, in 10^6 bytes, from 1 to 1000
 * @param megapixels largest picture, in 10^6 pixels, from 1 to 134
 * @param seconds longest time from a request to its answer, from 1 to 3600
 * @param atOnce most pictures received and answered at a time, from 1 to 1000; each takes up to
 *     {@code megabytes} of the Java heap
 */
public record ServerLimits(int megabytes, int megapixels, int seconds, int atOnce) {

  private static final int MOST_MEGABYTES = 1000;
  private static final int MOST_MEGAPIXELS = 134;
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_AT_ONCE = 1000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ServerLimits {
    check("--max-megabytes", megabytes, MOST_MEGABYTES);
    check("--max-megapixels", megapixels, MOST_MEGAPIXELS);
    check("--timeout", seconds, MOST_SECONDS);
    check("--at-once", atOnce, MOST_AT_ONCE);
  }

  private static void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s must be from 1 to %d, but is %d".formatted(option, most, value));
    }
  }

  int bytes() {
    return megabytes * 1_000_000;
  }

  Duration time() {
    return Duration.ofSeconds(seconds);
  }
}
