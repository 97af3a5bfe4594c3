package io.github.awing.data.batch;

import java.nio.FloatBuffer;

/**
 * The cells of one heatmap, wherever they lie in memory.
 *
 * @param values that hold the cells among others
 * @param first where cell (0, 0) lies
 * @param step from a cell to the next of its row
 * @param grid how many cells there are, and where on the crop
 */
record HeatmapCells(FloatBuffer values, int first, int step, HeatmapGrid grid) {

  void set(int x, int y, float value) {
    values.put(first + (y * grid.size() + x) * step, value);
  }
}
