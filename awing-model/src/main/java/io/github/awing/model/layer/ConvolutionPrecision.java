package io.github.awing.model.layer;

import java.util.Locale;

/** The numbers that convolutions multiply. What they add up, and all else, are floats anyhow. */
public enum ConvolutionPrecision {
  /** Floats. */
  FLOAT32,

  /**
   * Floats whose last 16 bits are rounded away: three digits, in half the time on a processor that
   * multiplies them itself.
   */
  BFLOAT16;

  /**
   * The system property that chooses, by a name in lower case; where the processor does not have
   * what it names, floats are multiplied. Read when a network sees a batch of a new size.
   */
  public static final String SWITCH = "awing.convolutions";

  /**
   * The one that {@value #SWITCH} names, else floats.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ConvolutionPrecision chosen() {
    String name = System.getProperty(SWITCH, "float32");
    for (ConvolutionPrecision precision : values()) {
      if (precision.word().equals(name)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        SWITCH + " must be float32 or bfloat16, but is '" + name + "'");
  }

  /** Its name in {@value #SWITCH}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether this processor multiplies such numbers itself, and we reach it. Loads native code, so
   * ND4J's limits of memory have to be set before.
   */
  public boolean isSupported() {
    return this == FLOAT32 || OneDnn.isAvailable() && OneDnn.multipliesBfloat16();
  }
}
