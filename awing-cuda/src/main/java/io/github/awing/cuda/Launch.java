package io.github.awing.cuda;

/** Operation of a program that is added to a stream when all addresses are known. */
@FunctionalInterface
interface Launch {
  void on(CardStream stream);

  /** A float as a kernel's argument. */
  static long real(double value) {
    return Float.floatToRawIntBits((float) value) & 0xffffffffL;
  }
}
