package io.github.awing.data.batch;

import java.nio.FloatBuffer;

/**
 * View of one heatmap's cells within a buffer.
 *
 * @param values buffer that holds these cells and others
 * @param first index of cell (0, 0)
 * @param step distance between neighbouring cells of a row
 * @param grid size of the heatmap and its position on the crop
 */
record HeatmapCells(FloatBuffer values, int first, int step, HeatmapGrid grid) {

  void set(int x, int y, float value) {
    values.put(first + (y * grid.size() + x) * step, value);
  }
}
