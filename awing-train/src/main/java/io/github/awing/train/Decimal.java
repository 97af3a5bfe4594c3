package io.github.awing.train;

import java.math.BigDecimal;

/** Numbers as people write them into plans. */
final class Decimal {

  private Decimal() {}

  /** All digits and no exponent: 0.0001 rather than 1.0E-4. */
  static String of(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
