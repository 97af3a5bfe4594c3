package io.github.awing.train.ablation;

import java.math.BigDecimal;

/** Numbers as people write them into plans. */
final class Decimal {

  private Decimal() {}

  /** Without an exponent, 0.0001 rather than 1.0E-4, unless that were many zeros. */
  static String of(double number) {
    return Math.abs(Math.log10(number)) > 9
        ? Double.toString(number)
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
