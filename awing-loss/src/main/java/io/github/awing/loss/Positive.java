package io.github.awing.loss;

/** Checks the range that most hyper-parameters share: finite and above 0. */
final class Positive {

  private Positive() {}

  static void require(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "%s must be finite and above 0, but is %s".formatted(name, value));
    }
  }
}
