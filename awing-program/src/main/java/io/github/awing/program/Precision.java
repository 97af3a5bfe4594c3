package io.github.awing.program;

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

  /** As the command line says it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
