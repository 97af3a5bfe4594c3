package io.github.awing.model.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of an NHWC array, each with the two rows that it becomes in one of twice the height and
 * width.
 *
 * @param rows how many, those of all pictures together
 * @param width pixels of a row of the low array
 * @param channels floats of a pixel
 * @param cores who works on them
 */
record HalvedRows(int rows, int width, int channels, Cores cores) {

  /**
   * Work on one row.
   *
   * <p>The arrays are scratch memory, of one row of the low array, and of two of the high one.
   */
  @FunctionalInterface
  interface Work {
    void run(int lowRow, float[] narrow, float[] wide);
  }

  /** Those of an array of the lower height and width, for all cores. */
  static HalvedRows of(INDArray low) {
    return new HalvedRows(
        (int) (low.size(0) * low.size(1)), (int) low.size(2), (int) low.size(3), Cores.ALL);
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
  void sumOfFours(float[] wide, float[] narrow, float factor) {
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
}
