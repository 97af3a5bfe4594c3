package io.github.awing.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** From heatmaps to landmarks. */
public interface HeatmapDecoder {

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
