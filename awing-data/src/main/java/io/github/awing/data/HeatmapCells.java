package io.github.awing.data;

import java.nio.FloatBuffer;

/**
 * The cells of one heatmap, wherever they lie in memory.
 *
 * @param values that hold the cells among others
 * @param first where cell (0, 0) lies
 * @param step from a cell to the next of its row
 * @param size height and width in cells
 */
record HeatmapCells(FloatBuffer values, int first, int step, int size) {

  void set(int x, int y, float value) {
    values.put(first + (y * size + x) * step, value);
  }
}
