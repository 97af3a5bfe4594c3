package io.github.awing.model;

import io.github.awing.model.HeatmapPlanes.Place;
import io.github.awing.model.HeatmapPlanes.Plane;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decodes as in the paper: the landmark is the centre of the highest cell, moved a quarter of a
 * cell on each axis toward the higher of its two neighbours.
 *
 * <p>Of several equally high cells, as in a flat heatmap, the first in reading order is used. A
 * highest cell at the border is not moved on either axis, as in the authors' released code.
 */
public record ArgMaxQuarter() implements HeatmapDecoder {

  @Override
  public DecodedLandmarks decode(INDArray heatmaps, int landmarks) {
    return HeatmapPlanes.decode(heatmaps, landmarks, ArgMaxQuarter::find);
  }

  private static Place find(Plane heatmap, int highest) {
    Place centre = heatmap.centre(highest);
    return heatmap.isInside(highest, 1)
        ? new Place(
            centre.x() + quarter(heatmap, highest, 1),
            centre.y() + quarter(heatmap, highest, heatmap.width()))
        : centre;
  }

  private static double quarter(Plane heatmap, int highest, int step) {
    float difference = heatmap.values()[highest + step] - heatmap.values()[highest - step];
    return Float.isNaN(difference) ? 0 : 0.25 * Math.signum(difference);
  }
}
