package io.github.awing.train.ablation;

import java.math.BigDecimal;

/** Writes numbers without an exponent. */
final class Decimal {

  private Decimal() {}

  /** Writes a number without an exponent, 0.0001 rather than 1.0E-4, unless it had many zeros. */
  static String of(double number) {
    return Math.abs(Math.log10(number)) > 9
        ? Double.toString(number)
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
