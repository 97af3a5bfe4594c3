package io.github.awing.eval.report;

import java.util.Locale;

/** Formats numbers for people: ∞ for infinite numbers, – for missing ones. */
public final class FigureText {

  /** Stands for a missing number. */
  public static final String NONE = "–";

  private FigureText() {}

  /** Formats a fraction in percent with two digits after the dot, without the sign. */
  public static String percent(double fraction) {
    return fixed(2, 100 * fraction);
  }

  /** Formats a number with a fixed number of digits after the dot. */
  public static String fixed(int digits, double number) {
    if (Double.isNaN(number)) {
      return NONE;
    }
    return Double.isFinite(number)
        ? String.format(Locale.ROOT, "%." + digits + "f", number)
        : number > 0 ? "∞" : "−∞";
  }

  /** Formats a fraction in percent with up to two digits after the dot, and the sign. */
  public static String threshold(double fraction) {
    return fixed(2, 100 * fraction).replaceAll("\\.?0+$", "") + " %";
  }
}
