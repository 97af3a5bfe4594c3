package io.github.awing.model;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decodes landmarks from heatmaps. For every decoder, a heatmap without a finite value gives NaN,
 * and the confidence is the highest finite value.
 */
public sealed interface HeatmapDecoder permits ArgMaxQuarter, DarkDecoder, SoftArgMax {

  /** Names of the decoders for {@link #named}, the paper's first. */
  List<String> NAMES = List.of("arg-max-quarter", "dark", "soft-arg-max");

  /** Name of the decoder that is used where none is named. */
  String USUAL = "dark";

  /** Returns the decoder that is used where none is named. */
  static HeatmapDecoder usual() {
    return named(USUAL);
  }

  /**
   * Returns the decoder of this name with its default parameters.
   *
   * @throws IllegalArgumentException if there is no such decoder; the message lists {@link #NAMES}
   */
  static HeatmapDecoder named(String name) {
    return switch (name) {
      case "arg-max-quarter" -> new ArgMaxQuarter();
      case "dark" -> new DarkDecoder();
      case "soft-arg-max" -> new SoftArgMax();
      default ->
          throw new IllegalArgumentException(
              "there is no decoder '%s'; there are %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  /**
   * Decodes one landmark from each heatmap.
   *
   * @param heatmaps float [N, C, H, W]
   * @param landmarks number of the first heatmaps to decode, without the boundary's
   * @return the landmarks of N faces, in heatmap cells
   * @throws IllegalArgumentException if the shape is different, or there are fewer heatmaps
   */
  DecodedLandmarks decode(INDArray heatmaps, int landmarks);
}
