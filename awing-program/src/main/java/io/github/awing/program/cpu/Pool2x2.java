package io.github.awing.program.cpu;

import io.github.awing.program.TensorShape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The rows of an NHWC array, each with the two rows that it becomes in one of twice the height and
 * width.
 *
 * @param rows how many, those of all pictures together
 * @param width pixels of a row of the low array
 * @param channels floats of a pixel
 * @param cores who works on them
 */
record Pool2x2(int rows, int width, int channels, Cores cores) {

  /**
   * Work on one row.
   *
   * <p>The arrays are scratch memory, of one row of the low array, and of two of the high one.
   */
  @FunctionalInterface
  interface Work {
    void run(int lowRow, float[] narrow, float[] wide);
  }

  /** Those of tensors of which the lower has this shape. */
  static Pool2x2 of(TensorShape low, Cores cores) {
    return new Pool2x2(low.faces() * low.height(), low.width(), low.channels(), cores);
  }

  /** Does the work on every row. */
  void forEach(Work work) {
    int row = floats();
    cores.run(
        rows,
        4L * rows * row,
        (chunk, first, last) -> {
          float[] narrow = new float[row];
          float[] wide = new float[4 * row];
          for (int r = first; r < last; r++) {
            work.run(r, narrow, wide);
          }
        });
  }

  /** How many floats a row of the low array has. */
  int floats() {
    return width * channels;
  }

  /** narrow = factor · the sum of the four pixels of wide that each of its pixels becomes. */
  private void sumOfFours(float[] wide, float[] narrow, float factor) {
    int row = floats();
    for (int at = 0; at < row; at += channels) {
      int left = 2 * at;
      int right = left + channels;
      for (int c = 0; c < channels; c++) {
        narrow[at + c] =
            factor
                * (wide[left + c]
                    + wide[right + c]
                    + wide[2 * row + left + c]
                    + wide[2 * row + right + c]);
      }
    }
  }

  /** low = factor · the sum of the four pixels of high that each of its pixels becomes. */
  void narrow(FloatBuffer high, FloatBuffer low, float factor) {
    int row = floats();
    forEach(
        (index, narrow, wide) -> {
          high.get(index * 4 * row, wide);
          sumOfFours(wide, narrow, factor);
          low.put(index * row, narrow);
        });
  }

  /** wide = high + factor · low, with every pixel of low four times; high may be null for zeros. */
  void widen(FloatBuffer high, FloatBuffer low, float factor, FloatBuffer sum) {
    int row = floats();
    forEach(
        (index, narrow, wide) -> {
          low.get(index * row, narrow);
          if (high == null) {
            Arrays.fill(wide, 0);
          } else {
            high.get(index * 4 * row, wide);
          }
          for (int i = 0; i < row; i++) {
            narrow[i] *= factor;
          }
          for (int at = 0; at < row; at += channels) {
            for (int copy : new int[] {2 * at, 2 * at + channels}) {
              for (int c = 0; c < channels; c++) {
                wide[copy + c] += narrow[at + c];
                wide[2 * row + copy + c] += narrow[at + c];
              }
            }
          }
          sum.put(index * 4 * row, wide);
        });
  }
}
