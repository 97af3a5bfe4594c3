package io.github.awing.eval.cli;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.weights.TorchReading;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options {@code --scheme} and {@code --crop-enlargement}, for commands that take PyTorch's
 * weights.
 */
public final class TorchOptions {

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      description =
          "landmarks of PyTorch's weights: wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or"
              + " a YAML file (default: the scheme with as many landmarks as the weights have"
              + " heatmaps, with or without the boundary)")
  private String scheme;

  @Mixin private CropOption crop = new CropOption();

  /**
   * The facts that the options give.
   *
   * @throws IllegalArgumentException if there is no such scheme, or the crop is out of range
   */
  public TorchReading reading() {
    return new TorchReading(
        Optional.ofNullable(scheme).map(LandmarkScheme::ofNameOrFile), crop.value());
  }
}
