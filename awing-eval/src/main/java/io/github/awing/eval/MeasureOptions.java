package io.github.awing.eval;

import java.util.List;
import picocli.CommandLine.Option;

/** The options {@code --normaliser} and {@code --threshold}, for commands that measure faces. */
final class MeasureOptions {

  @Option(
      names = "--normaliser",
      paramLabel = "NAME",
      description =
          "divisor of errors: inter-ocular, inter-pupil, box-diagonal, box-size or"
              + " landmark-box-size (default: the data set's usual)")
  private String normaliser;

  @Option(
      names = "--threshold",
      paramLabel = "NME",
      description =
          "threshold of FR and AUC, a fraction (default: 0.1; 0.08 for 300W's private faces)")
  private String threshold;

  /**
   * Checks the threshold before any face is read.
   *
   * @throws IllegalArgumentException if it is no fraction above 0 and up to 1
   */
  void check() {
    if (threshold != null) {
      fraction();
    }
  }

  private double fraction() {
    double fraction;
    try {
      fraction = Double.parseDouble(threshold.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--threshold must be a fraction, 0.1 for 10 %, but is '" + threshold + "'", e);
    }
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "--threshold must be a fraction above 0 and up to 1, 0.1 for 10 %, but is " + threshold);
    }
    return fraction;
  }

  /** The option's normaliser, else the usual one. */
  String normaliser(String usual) {
    return normaliser == null ? usual : normaliser;
  }

  /** The option's threshold, else the usual one of faces with these attributes. */
  double threshold(List<String> attributes) {
    return threshold == null ? Protocol.threshold(attributes) : fraction();
  }
}
