package io.github.awing.program.cpu;

import java.nio.FloatBuffer;

/**
 * Concatenates the channels of several arrays, pixel by pixel, and splits them again. NHWC floats.
 *
 * @param pixels number of pixels of all pictures
 * @param widths number of channels of each part
 * @param cores cores that run the loops
 */
record ChannelConcat(int pixels, int[] widths, Cores cores) {

  /** Number of floats of which the first-level cache holds two tiles. */
  private static final int TILE = 1024;

  /** Work on some pixels with two tiles of scratch memory. */
  @FunctionalInterface
  private interface PixelWork {
    void run(int from, int pixels, float[] tile, float[] values);
  }

  /** Computes sum = concatenated parts + added. */
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
          // Added in one long loop: loops over a part's few channels are not vectorised.
          added.get(from * channels, values, 0, length);
          for (int i = 0; i < length; i++) {
            tile[i] += values[i];
          }
          sum.put(from * channels, tile, 0, length);
        });
  }

  /**
   * Extracts one part of the whole.
   *
   * @param add whether it is added to existing values
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
