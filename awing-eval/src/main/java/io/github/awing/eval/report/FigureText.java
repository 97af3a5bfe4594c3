package io.github.awing.eval.report;

import java.util.Locale;

/** Figures as people read them: ∞ where there is no end, – where there is no figure. */
public final class FigureText {

  /** Stands where there is no figure. */
  public static final String NONE = "–";

  private FigureText() {}

  /** A fraction in percent with two digits after the dot, without the sign. */
  public static String percent(double fraction) {
    return fixed(2, 100 * fraction);
  }

  /** A number with so many digits after the dot. */
  public static String fixed(int digits, double number) {
    if (Double.isNaN(number)) {
      return NONE;
    }
    return Double.isFinite(number)
        ? String.format(Locale.ROOT, "%." + digits + "f", number)
        : number > 0 ? "∞" : "−∞";
  }

  /** A fraction in percent with as few digits as tell it, up to two, and the sign. */
  public static String threshold(double fraction) {
    return fixed(2, 100 * fraction).replaceAll("\\.?0+$", "") + " %";
  }
}
