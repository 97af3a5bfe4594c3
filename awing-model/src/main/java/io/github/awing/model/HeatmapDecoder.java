package io.github.awing.model;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From heatmaps to landmarks. All decoders agree on what is no landmark: a heatmap without a finite
 * number gives NaN; and on the confidence: the highest finite value.
 */
public sealed interface HeatmapDecoder permits ArgMaxQuarter, DarkDecoder, SoftArgMax {

  /** The words of {@link #named}, the paper's first. */
  List<String> NAMES = List.of("arg-max-quarter", "dark", "soft-arg-max");

  /**
   * The decoder of that name, with its usual numbers.
   *
   * @throws IllegalArgumentException if there is none; the message lists {@link #NAMES}
   */
  static HeatmapDecoder named(String name) {
    return switch (name) {
      case "arg-max-quarter" -> new ArgMaxQuarter();
      case "dark" -> new DarkDecoder();
      case "soft-arg-max" -> new SoftArgMax();
      default ->
          throw new IllegalArgumentException(
              "there is no decoder '%s', but %s".formatted(name, String.join(", ", NAMES)));
    };
  }

  /**
   * Finds one place per heatmap.
   *
   * @param heatmaps float [N, C, H, W]
   * @param landmarks how many of the C heatmaps, from the first, are landmarks; the boundary is not
   * @return N faces of so many landmarks, in heatmap cells
   * @throws IllegalArgumentException if the shape is another, or there are fewer heatmaps
   */
  DecodedLandmarks decode(INDArray heatmaps, int landmarks);
}
