package io.github.awing.eval.cli;

import io.github.awing.eval.weights.TorchReading;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The option {@code --crop-enlargement}, for commands that take PyTorch's weights. */
public final class CropOption {

  /** A larger value is most likely a percentage. */
  private static final double LARGEST = 10;

  @Option(
      names = "--crop-enlargement",
      paramLabel = "N",
      description =
          "for PyTorch's weights: side of the face crop per longer side of the face's box, as they"
              + " were trained with (default: "
              + TorchReading.AUTHORS_CROP
              + ", the authors')")
  private Double factor;

  /**
   * The factor; empty if the option is left out.
   *
   * @throws IllegalArgumentException if it is no factor from 1 to 10
   */
  public OptionalDouble value() {
    if (factor == null) {
      return OptionalDouble.empty();
    }
    if (!(factor >= 1 && factor <= LARGEST)) {
      throw new IllegalArgumentException(
          "--crop-enlargement must be a factor from 1 to %s, 1.25 for a quarter more than the box, but is %s"
              .formatted(LARGEST, factor));
    }
    return OptionalDouble.of(factor);
  }
}
