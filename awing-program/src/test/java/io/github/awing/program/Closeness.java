package io.github.awing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;

/**
 * Reports where numbers differ from the expected ones by more than a share of the largest expected
 * number.
 */
final class Closeness {

  private Closeness() {}

  static void require(String what, double[] found, double[] expected, double tolerance) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      // Written so that NaN is not close to any number.
      if (!(Math.abs(found[i] - expected[i]) <= tolerance * largest)) {
        fail(
            "number %d of %d of %s is %s, but should be %s (the largest is %s)",
            i, expected.length, what, found[i], expected[i], largest);
      }
    }
  }
}
