package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a decoder's rule on every heatmap, on all cores, and handles heatmaps without a finite
 * value.
 */
final class HeatmapPlanes {

  /** Computes the landmark's place from a heatmap and its highest cell. */
  @FunctionalInterface
  interface Rule {
    Place find(Plane heatmap, int highest);
  }

  /** Place in cells from the left and the upper edge. */
  record Place(double x, double y) {}

  /** One heatmap, row by row. */
  record Plane(float[] values, int width, int height) {

    Place centre(int cell) {
      return between(cell % width, cell / width);
    }

    /** The place of a fractional column and row, which count from the centre of the first cell. */
    static Place between(double column, double row) {
      return new Place(column + 0.5, row + 0.5);
    }

    /** Whether a cell is at least {@code margin} cells away from every border. */
    boolean isInside(int cell, int margin) {
      int column = cell % width;
      int row = cell / width;
      return column >= margin && column < width - margin && row >= margin && row < height - margin;
    }

    /** The highest finite value, the first of equals; −1 if there is none. */
    int highest() {
      float[] highestOfColumns = new float[width];
      Arrays.fill(highestOfColumns, Float.NEGATIVE_INFINITY);
      float[] row = new float[width];
      // Row by row with one index, the only form that the compiler vectorises.
      for (int from = 0; from < values.length; from += width) {
        System.arraycopy(values, from, row, 0, width);
        for (int x = 0; x < width; x++) {
          highestOfColumns[x] = Math.max(highestOfColumns[x], row[x]);
        }
      }
      float highest = Float.NEGATIVE_INFINITY;
      for (float value : highestOfColumns) {
        highest = Math.max(highest, value);
      }
      return Float.isFinite(highest) ? first(highest) : highestOfFinite();
    }

    private int first(float value) {
      int i = 0;
      while (values[i] != value) {
        i++;
      }
      return i;
    }

    /** Used if the maximum is NaN or infinite, or there is no finite value. */
    private int highestOfFinite() {
      int best = -1;
      for (int i = 0; i < values.length; i++) {
        if (Float.isFinite(values[i]) && (best < 0 || values[i] > values[best])) {
          best = i;
        }
      }
      return best;
    }
  }

  private HeatmapPlanes() {}

  /** See {@link HeatmapDecoder#decode}. */
  static DecodedLandmarks decode(INDArray heatmaps, int landmarks, Rule rule) {
    if (heatmaps.rank() != 4 || heatmaps.size(1) < landmarks || landmarks < 1) {
      throw new IllegalArgumentException(
          "heatmaps of %d landmarks need the shape [N, at least %<d, H, W], but have %s"
              .formatted(landmarks, Arrays.toString(heatmaps.shape())));
    }
    return decodeDense(NativeFloats.dense(heatmaps.castTo(DataType.FLOAT)), landmarks, rule);
  }

  private static DecodedLandmarks decodeDense(INDArray heatmaps, int landmarks, Rule rule) {
    FloatBuffer values = NativeFloats.toRead(heatmaps);
    int faces = (int) heatmaps.size(0);
    int channels = (int) heatmaps.size(1);
    int height = (int) heatmaps.size(2);
    int width = (int) heatmaps.size(3);
    double[][] x = new double[faces][landmarks];
    double[][] y = new double[faces][landmarks];
    double[][] confidence = new double[faces][landmarks];
    IntStream.range(0, faces * landmarks)
        .parallel()
        .forEach(
            i -> {
              int face = i / landmarks;
              int landmark = i % landmarks;
              float[] cells = new float[height * width];
              values.get((face * channels + landmark) * cells.length, cells);
              Plane heatmap = new Plane(cells, width, height);
              int highest = heatmap.highest();
              Place place =
                  highest < 0 ? new Place(Double.NaN, Double.NaN) : rule.find(heatmap, highest);
              x[face][landmark] = place.x();
              y[face][landmark] = place.y();
              confidence[face][landmark] = highest < 0 ? Double.NaN : cells[highest];
            });
    // The buffer does not keep the array alive; without this its memory could be freed during the
    // read.
    Reference.reachabilityFence(heatmaps);
    return new DecodedLandmarks(x, y, confidence);
  }
}
