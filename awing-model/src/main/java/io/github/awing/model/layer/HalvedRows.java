package io.github.awing.model.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of an NHWC array, each with the two rows that it becomes in one of twice the height and
 * width.
 */
final class HalvedRows {

  private HalvedRows() {}

  /**
   * Work on one row.
   *
   * <p>The arrays are scratch memory, of one row of the low array, and of two of the high one.
   */
  @FunctionalInterface
  interface Work {
    void run(int lowRow, float[] narrow, float[] wide);
  }

  /** Does the work on every row of an array and all its pictures, on all cores. */
  static void forEach(INDArray low, Work work) {
    int row = row(low);
    int rows = (int) (low.size(0) * low.size(1));
    Chunks.run(
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

  /** How many floats a row of the array has. */
  static int row(INDArray low) {
    return (int) (low.size(2) * low.size(3));
  }

  /** narrow = factor · the sum of the four pixels of wide that each of its pixels becomes. */
  static void sumOfFours(float[] wide, float[] narrow, int channels, float factor) {
    int row = narrow.length;
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
}
