package io.github.awing.data.batch;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Draws the target heatmaps of a face crop: one for each landmark, then the boundary's, in the size
 * of the {@link HeatmapGrid}.
 *
 * @param scheme of the landmarks
 * @param gaussian of every landmark
 * @param boundary whether there is a boundary heatmap
 */
public record TargetHeatmaps(LandmarkScheme scheme, GaussianHeatmaps gaussian, boolean boundary) {

  /** Number of heatmaps of a face. */
  public int channels() {
    return scheme.count() + (boundary ? 1 : 0);
  }

  /**
   * Draws the heatmaps of one face. The Gaussian of a landmark outside the crop is drawn as far as
   * it reaches into the crop.
   *
   * @param inCrop the landmarks in the crop's pixels, all finite
   * @param cropSize height and width of the crop in pixels, a multiple of 4
   * @return [channels][cells], rows one after another, values in 0 to 1
   * @throws IllegalArgumentException if the number of landmarks is not the scheme's, or the crop's
   *     size has no {@link HeatmapGrid}
   */
  public float[][] draw(Landmarks inCrop, int cropSize) {
    boolean[] labelled = new boolean[inCrop.count()];
    Arrays.fill(labelled, true);
    return draw(inCrop, labelled, cropSize);
  }

  /**
   * Draws the heatmaps of one face of which some landmarks may be unlabelled. The heatmaps of those
   * are 0, and the boundary runs through the other landmarks.
   *
   * @param inCrop the landmarks in the crop's pixels, all finite
   * @param labelled whether each landmark is labelled
   * @param cropSize height and width of the crop in pixels, a multiple of 4
   * @return [channels][cells], rows one after another, values in 0 to 1
   * @throws IllegalArgumentException if the number of landmarks is not the scheme's, or the crop's
   *     size has no {@link HeatmapGrid}
   */
  public float[][] draw(Landmarks inCrop, boolean[] labelled, int cropSize) {
    HeatmapGrid grid = new HeatmapGrid(cropSize);
    float[][] heatmaps = new float[channels()][grid.size() * grid.size()];
    for (int channel = 0; channel < heatmaps.length; channel++) {
      draw(
          inCrop,
          labelled,
          channel,
          new HeatmapCells(FloatBuffer.wrap(heatmaps[channel]), 0, 1, grid));
    }
    return heatmaps;
  }

  /**
   * Draws the heatmaps of one face of a batch, with a cell's channels side by side.
   *
   * @param inCrop the landmarks, in the crop's pixels
   * @param labelled whether each landmark is labelled
   * @param grid of the heatmaps
   * @param batch [N, size, size, channels], written from face {@code slot} on
   * @param slot index of the face in the batch, from 0
   */
  public void drawChannelsLast(
      Landmarks inCrop, boolean[] labelled, HeatmapGrid grid, FloatBuffer batch, int slot) {
    int size = grid.size();
    int channels = channels();
    int start = slot * size * size * channels;
    float[] emptyRow = new float[size * channels];
    for (int y = 0; y < size; y++) {
      batch.put(start + y * emptyRow.length, emptyRow);
    }
    for (int channel = 0; channel < channels; channel++) {
      draw(inCrop, labelled, channel, new HeatmapCells(batch, start + channel, channels, grid));
    }
  }

  private void draw(Landmarks inCrop, boolean[] labelled, int channel, HeatmapCells cells) {
    if (inCrop.count() != scheme.count() || labelled.length != scheme.count()) {
      throw new IllegalArgumentException(
          "scheme %s has %d landmarks, but the face has %d"
              .formatted(scheme.name(), scheme.count(), inCrop.count()));
    }
    if (channel == scheme.count()) {
      new BoundaryHeatmap(scheme)
          .draw(inCrop.map(point -> gaussian.centre(point, cells.grid())), labelled, cells);
    } else if (labelled[channel]) {
      gaussian.draw(inCrop.get(channel), cells);
    }
  }
}
