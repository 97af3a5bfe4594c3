package io.github.awing.program.cpu;

/** The numbers that convolutions multiply. What they add up, and all else, are floats anyhow. */
public enum ConvolutionPrecision {
  /** Floats. */
  FLOAT32,

  /**
   * Floats whose last 16 bits are rounded away, which leaves two or three digits: in half the time
   * on a processor that multiplies them itself.
   */
  BFLOAT16;

  /**
   * Whether this processor multiplies such numbers itself, and oneDNN, which we do it with, is
   * here. Loads native code, so ND4J's limits of memory have to be set before.
   */
  public boolean isSupported() {
    return this == FLOAT32 || OneDnn.isAvailable() && OneDnn.multipliesBfloat16();
  }

  /**
   * Checks that it is.
   *
   * @throws IllegalArgumentException if it is not supported; the message says what it needs
   */
  public void requireSupported() {
    if (!isSupported()) {
      throw new IllegalArgumentException(
          "bfloat16 needs a processor that multiplies it (AVX512_BF16) and org.bytedeco:dnnl with"
              + " native code for it");
    }
  }
}
