package io.github.awing.cuda;

/** Work of a program, added to a stream once all addresses are known. */
@FunctionalInterface
interface Launch {
  void on(CardStream stream);

  /** A float as an argument of a kernel. */
  static long real(double value) {
    return Float.floatToRawIntBits((float) value) & 0xffffffffL;
  }
}
