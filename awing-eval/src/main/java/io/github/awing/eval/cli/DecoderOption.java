package io.github.awing.eval.cli;

import io.github.awing.model.HeatmapDecoder;
import picocli.CommandLine.Option;

/** The option {@code --decoder}, for commands that find landmarks in heatmaps. */
public final class DecoderOption {

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      defaultValue = HeatmapDecoder.USUAL,
      description =
          "method that finds landmarks in heatmaps: arg-max-quarter (the paper's), dark or"
              + " soft-arg-max (default: ${DEFAULT-VALUE})")
  private String word;

  /** The decoder's name. */
  public String word() {
    return word;
  }

  /**
   * The decoder.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public HeatmapDecoder decoder() {
    return HeatmapDecoder.named(word);
  }
}
