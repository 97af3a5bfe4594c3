package io.github.awing.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The paper's decoding: the centre of the highest cell, moved a quarter of a cell on each axis
 * toward the higher of its two neighbours.
 *
 * <p>Of several equally high cells the first in reading order counts. A highest cell at the border
 * is not moved on either axis, as in the authors' released code. A heatmap without a finite number
 * gives NaN.
 */
public final class ArgMaxQuarter implements HeatmapDecoder {

  @Override
  public DecodedLandmarks decode(INDArray heatmaps, int landmarks) {
    if (heatmaps.rank() != 4 || heatmaps.size(1) < landmarks || landmarks < 1) {
      throw new IllegalArgumentException(
          "heatmaps of %d landmarks need the shape [N, at least %<d, H, W], but have %s"
              .formatted(landmarks, Arrays.toString(heatmaps.shape())));
    }
    INDArray dense = heatmaps.castTo(DataType.FLOAT).dup('c');
    FloatBuffer values = dense.data().asNioFloat();
    int faces = (int) heatmaps.size(0);
    int channels = (int) heatmaps.size(1);
    int height = (int) heatmaps.size(2);
    int width = (int) heatmaps.size(3);
    DecodedLandmarks decoded =
        new DecodedLandmarks(
            new double[faces][landmarks],
            new double[faces][landmarks],
            new double[faces][landmarks]);
    IntStream.range(0, faces * landmarks)
        .parallel()
        .forEach(
            i -> {
              int face = i / landmarks;
              int landmark = i % landmarks;
              float[] heatmap = new float[height * width];
              values.get((face * channels + landmark) * heatmap.length, heatmap);
              int best = highest(heatmap);
              decoded.x()[face][landmark] = Double.NaN;
              decoded.y()[face][landmark] = Double.NaN;
              decoded.confidence()[face][landmark] = Double.NaN;
              if (best >= 0) {
                int column = best % width;
                int row = best / width;
                boolean inside = column > 0 && column < width - 1 && row > 0 && row < height - 1;
                decoded.x()[face][landmark] =
                    column + 0.5 + (inside ? quarter(heatmap, best, 1) : 0);
                decoded.y()[face][landmark] =
                    row + 0.5 + (inside ? quarter(heatmap, best, width) : 0);
                decoded.confidence()[face][landmark] = heatmap[best];
              }
            });
    return decoded;
  }

  /** The index of the highest finite value, the first of equals; −1 if there is none. */
  private static int highest(float[] heatmap) {
    int best = -1;
    for (int i = 0; i < heatmap.length; i++) {
      if (Float.isFinite(heatmap[i]) && (best < 0 || heatmap[i] > heatmap[best])) {
        best = i;
      }
    }
    return best;
  }

  private static double quarter(float[] heatmap, int best, int step) {
    return 0.25 * Math.signum(heatmap[best + step] - heatmap[best - step]);
  }
}
