package io.github.awing.program.cpu;

import java.nio.FloatBuffer;

/**
 * Pixels whose channels are those of several narrower arrays, side by side. NHWC floats.
 *
 * @param pixels how many, those of all pictures together
 * @param widths every narrower array's channels
 * @param cores who works on them
 */
record ChannelConcat(int pixels, int[] widths, Cores cores) {

  /** Floats that the first-level cache holds twice. */
  private static final int TILE = 1024;

  /** Work on so many pixels with two tiles of scratch space. */
  @FunctionalInterface
  private interface PixelWork {
    void run(int from, int pixels, float[] tile, float[] values);
  }

  /** sum = the parts side by side + added. */
  void add(FloatBuffer[] parts, FloatBuffer added, FloatBuffer sum) {
    int channels = channels();
    forEachTile(
        (from, count, tile, values) -> {
          int length = count * channels;
          int column = 0;
          for (int part = 0; part < parts.length; part++) {
            int width = widths[part];
            parts[part].get(from * width, values, 0, count * width);
            for (int pixel = 0; pixel < count; pixel++) {
              System.arraycopy(values, pixel * width, tile, pixel * channels + column, width);
            }
            column += width;
          }
          // Added in one long loop: loops over a part's few channels are no vector instructions.
          added.get(from * channels, values, 0, length);
          for (int i = 0; i < length; i++) {
            tile[i] += values[i];
          }
          sum.put(from * channels, tile, 0, length);
        });
  }

  /**
   * One of the parts of the whole.
   *
   * @param add whether it is added to what is there
   */
  void part(FloatBuffer whole, int column, int width, FloatBuffer part, boolean add) {
    int channels = channels();
    forEachTile(
        (from, count, tile, values) -> {
          whole.get(from * channels, tile, 0, count * channels);
          for (int pixel = 0; pixel < count; pixel++) {
            System.arraycopy(tile, pixel * channels + column, values, pixel * width, width);
          }
          if (add) {
            part.get(from * width, tile, 0, count * width);
            for (int i = 0; i < count * width; i++) {
              values[i] += tile[i];
            }
          }
          part.put(from * width, values, 0, count * width);
        });
  }

  private int channels() {
    int channels = 0;
    for (int width : widths) {
      channels += width;
    }
    return channels;
  }

  private void forEachTile(PixelWork work) {
    int channels = channels();
    int perTile = Math.max(1, TILE / channels);
    cores.run(
        (pixels + perTile - 1) / perTile,
        (long) pixels * channels,
        (chunk, first, last) -> {
          float[] tile = new float[perTile * channels];
          float[] values = new float[perTile * channels];
          for (int t = first; t < last; t++) {
            work.run(t * perTile, Math.min(perTile, pixels - t * perTile), tile, values);
          }
        });
  }
}
