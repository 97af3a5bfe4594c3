package io.github.awing.program.cpu;

import io.github.awing.program.TensorShape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Pairs the rows of an NHWC array with the two rows each of an array of twice the height and width,
 * for pooling and upsampling.
 *
 * @param rows number of rows of the low array, of all pictures
 * @param width number of pixels of a row of the low array
 * @param channels number of floats of a pixel
 * @param cores cores that run the loops
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

  /** Makes the pairing for tensors of which the lower has this shape. */
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

  /** Number of floats of a row of the low array. */
  int floats() {
    return width * channels;
  }

  /** Computes narrow = factor · the sum of the four pixels of wide for each pixel of narrow. */
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

  /** Computes low = factor · the sum of the four pixels of high for each pixel of low. */
  void narrow(FloatBuffer high, FloatBuffer low, float factor) {
    int row = floats();
    forEach(
        (index, narrow, wide) -> {
          high.get(index * 4 * row, wide);
          sumOfFours(wide, narrow, factor);
          low.put(index * row, narrow);
        });
  }

  /**
   * Computes wide = high + factor · low, with every pixel of low doubled; a high of null counts as
   * 0.
   */
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
