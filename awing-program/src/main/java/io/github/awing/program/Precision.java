package io.github.awing.program;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Numbers that a device multiplies. Weights, statistics and sums are floats whatever the precision.
 */
public enum Precision {
  /** Floats: 24 bits of precision. */
  FLOAT32,

  /** Floats of which convolutions multiply the first 11 bits. Graphics cards from Ampere on. */
  TF32,

  /** Floats of which 8 bits are kept. Devices may store activations in them too. */
  BFLOAT16;

  /**
   * The precision of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
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

  /** As the command line says it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
