package io.github.awing.program.cpu;

import io.github.awing.program.Op;
import io.github.awing.program.TensorShape;
import java.nio.FloatBuffer;

/**
 * Computes {@link Op.Coordinates} for pictures of one size: reads a row at a time, and writes it
 * with coordinates appended to its pixels.
 */
final class AppendedCoordinates {

  private final TensorShape input;
  private final boolean separatePlanes;
  private final int heatmapChannels;
  private final TensorShape output;

  /** x, y, r of every pixel, row after row; null if no coordinates are appended. */
  private final float[] table;

  /**
   * Makes the tables for inputs of one size.
   *
   * @param op whether the input is NCHW, and whether coordinates are appended
   * @param heatmapChannels of the previous stack's heatmaps, 0 if there are none
   */
  AppendedCoordinates(
      Op.Coordinates op, TensorShape input, TensorShape output, int heatmapChannels) {
    this.input = input;
    this.output = output;
    this.heatmapChannels = heatmapChannels;
    separatePlanes = op.planes();
    table = op.coordinates() ? table(input.height(), input.width()) : null;
  }

  private static float[] table(int height, int width) {
    float[] planes = Op.Coordinates.planes(height, width);
    int pixels = height * width;
    float[] table = new float[planes.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int coordinate = 0; coordinate < 3; coordinate++) {
        table[pixel * 3 + coordinate] = planes[coordinate * pixels + pixel];
      }
    }
    return table;
  }

  /**
   * Writes the output.
   *
   * @param pictures number of pictures
   * @param heatmaps of the previous stack, or null if there are none
   */
  void append(int pictures, FloatBuffer in, FloatBuffer heatmaps, FloatBuffer out, Cores cores) {
    int width = input.width();
    int channels = input.channels();
    int rowOut = width * output.channels();
    cores.run(
        pictures * input.height(),
        (long) pictures * output.floatsPerFace(),
        (chunk, first, last) -> {
          float[] from = new float[width * channels];
          float[] previous = new float[width * heatmapChannels];
          float[] to = new float[rowOut];
          for (int row = first; row < last; row++) {
            copyRow(in, row, from, to);
            if (heatmapChannels > 0) {
              heatmaps.get(row * previous.length, previous);
            }
            if (table != null) {
              appendTo(to, row % input.height(), previous);
            }
            out.put(row * rowOut, to);
          }
        });
  }

  private void copyRow(FloatBuffer in, int row, float[] from, float[] to) {
    int height = input.height();
    int width = input.width();
    int channels = input.channels();
    int wide = output.channels();
    if (separatePlanes) {
      int picture = row / height;
      for (int c = 0; c < channels; c++) {
        in.get(((picture * channels + c) * height + row % height) * width, from, 0, width);
        for (int x = 0; x < width; x++) {
          to[x * wide + c] = from[x];
        }
      }
    } else {
      in.get(row * width * channels, from);
      for (int x = 0; x < width; x++) {
        System.arraycopy(from, x * channels, to, x * wide, channels);
      }
    }
  }

  private void appendTo(float[] to, int y, float[] heatmaps) {
    int wide = output.channels();
    for (int x = 0; x < input.width(); x++) {
      int place = (y * input.width() + x) * 3;
      int at = x * wide + input.channels();
      to[at] = table[place];
      to[at + 1] = table[place + 1];
      to[at + 2] = table[place + 2];
      if (heatmapChannels > 0) {
        boolean onBoundary =
            heatmaps[(x + 1) * heatmapChannels - 1] > Op.Coordinates.BOUNDARY_THRESHOLD;
        to[at + 3] = onBoundary ? table[place] : 0;
        to[at + 4] = onBoundary ? table[place + 1] : 0;
      }
    }
  }
}
