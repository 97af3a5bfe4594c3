package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * {@link CoordConv} for pictures of one size: reads a row at a time, and writes it with coordinates
 * appended to its pixels.
 */
final class AppendedCoordinates {

  private final FaceShape input;
  private final boolean separatePlanes;
  private final int heatmapChannels;
  private final FaceShape output;

  /** x, y, r of every pixel, row after row; null if no coordinates are appended. */
  private final float[] table;

  /**
   * For inputs of one size.
   *
   * @param separatePlanes whether the input is NCHW, not NHWC
   * @param coordinates whether coordinates are appended
   * @param heatmapChannels of the previous stack's heatmaps, 0 if there are none
   */
  AppendedCoordinates(
      FaceShape input, boolean separatePlanes, boolean coordinates, int heatmapChannels) {
    this.input = input;
    this.separatePlanes = separatePlanes;
    this.heatmapChannels = heatmapChannels;
    int appended = CoordConv.appended(coordinates, heatmapChannels > 0);
    output = new FaceShape(input.height(), input.width(), input.channels() + appended);
    table = coordinates ? table(input.height(), input.width()) : null;
  }

  private static float[] table(int height, int width) {
    float[] planes = CoordConv.coordinates(height, width);
    int pixels = height * width;
    float[] table = new float[planes.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int coordinate = 0; coordinate < 3; coordinate++) {
        table[pixel * 3 + coordinate] = planes[coordinate * pixels + pixel];
      }
    }
    return table;
  }

  /** Whether it is for this. */
  boolean isFor(FaceShape shape) {
    return input.equals(shape);
  }

  /** What comes out, NHWC. */
  FaceShape output() {
    return output;
  }

  /**
   * Fills the output.
   *
   * @param pictures how many there are
   * @param heatmaps the previous stack's, or null if there are none
   */
  void append(int pictures, FloatBuffer in, FloatBuffer heatmaps, FloatBuffer out, Cores cores) {
    int width = input.width();
    int channels = input.channels();
    int rowOut = width * output.channels();
    cores.run(
        pictures * input.height(),
        (long) pictures * output.floats(),
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

  /**
   * For inference of one face at a time: coordinates stay where they are, so that they are appended
   * once, to zeros, and each face is then put beside them.
   */
  FrozenStep freeze(Cores cores) {
    if (heatmapChannels > 0) {
      return FrozenStep.of(output, (in, out) -> append(1, in[0], in[1], out, cores));
    }
    memory.format_tag order = separatePlanes ? memory.format_tag.nchw : memory.format_tag.nhwc;
    return new FrozenStep(
        output,
        true,
        0,
        List.of(),
        (inputs, out, scratch) -> {
          append(1, FloatBuffer.allocate(input.floats()), null, NativeFloats.of(out), cores);
          return OneDnnPrimitive.reorder(input.described(order), besideCoordinates())
                  .with(dnnl.DNNL_ARG_FROM, inputs.get(0))
                  .with(dnnl.DNNL_ARG_TO, out)
              ::run;
        });
  }

  private memory.desc besideCoordinates() {
    long[] sizes = {1, input.channels(), input.height(), input.width()};
    return output.described(memory.format_tag.nhwc).submemory_desc(sizes, new long[4]);
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
        boolean onBoundary = heatmaps[(x + 1) * heatmapChannels - 1] > CoordConv.BOUNDARY_THRESHOLD;
        to[at + 3] = onBoundary ? table[place] : 0;
        to[at + 4] = onBoundary ? table[place + 1] : 0;
      }
    }
  }
}
