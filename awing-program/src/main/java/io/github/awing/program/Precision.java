package io.github.awing.program;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Precision of a device's multiplications. Weights, statistics and sums are always floats. */
public enum Precision {
  /** Floats with 24 bits of precision. */
  FLOAT32,

  /**
   * Floats of which convolutions multiply the first 11 bits. Supported by graphics cards from
   * Ampere on.
   */
  TF32,

  /** Floats rounded to 8 bits. Devices may also store activations in this type. */
  BFLOAT16;

  /**
   * Returns the precision of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static Precision named(String word) {
    return Arrays.stream(values())
        .filter(precision -> precision.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no precision '%s', but %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(Precision::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** The name, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
