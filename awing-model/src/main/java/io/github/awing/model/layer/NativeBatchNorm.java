package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation and ReLU of NHWC floats, forward and backward, each pass reading its arrays
 * once.
 *
 * <p>The passes copy a tile at a time into Java arrays that stay in the first-level cache, since
 * the compiler turns loops over arrays, not over buffers, into vector instructions. A tile holds
 * whole pixels, and per-channel numbers are repeated to a tile's length, so that the loops are long
 * even where channels are few.
 */
final class NativeBatchNorm implements BatchNormKernel {

  /**
   * Floats in a tile at the most, if a pixel has no more channels than that: so few that six arrays
   * of them fit into the first-level cache.
   */
  private static final int TILE = 512;

  private final int channels;
  private final int tile;
  private final Cores cores;

  NativeBatchNorm(int channels) {
    this(channels, Cores.ALL);
  }

  NativeBatchNorm(int channels, Cores cores) {
    this.channels = channels;
    this.cores = cores;
    this.tile = Math.max(1, TILE / channels) * channels;
  }

  @Override
  public Statistics statistics(INDArray array) {
    FloatBuffer input = NativeFloats.of(array);
    // Deviations from some value of the channel itself: sums of squares of the raw values would
    // cancel where the mean is far from zero.
    float[] first = new float[channels];
    input.get(0, first);
    float[] shift = repeated(first);
    double[][] sums =
        sums(
            input.limit(),
            (from, length, buffers, sum, other) -> {
              float[] x = buffers[0];
              input.get(from, x, 0, length);
              for (int i = 0; i < length; i++) {
                float deviation = x[i] - shift[i];
                sum[i] += deviation;
                other[i] += deviation * deviation;
              }
            });
    double count = (double) input.limit() / channels;
    double[] mean = new double[channels];
    double[] variance = new double[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = sums[0][c] / count;
      mean[c] = first[c] + deviation;
      variance[c] = Math.max(0, sums[1][c] / count - deviation * deviation);
    }
    return new Statistics(mean, variance);
  }

  @Override
  public void normalise(INDArray array, INDArray outputArray, float[] scale, float[] offset) {
    normalise(NativeFloats.of(array), NativeFloats.of(outputArray), scale, offset);
  }

  void normalise(FloatBuffer input, FloatBuffer output, float[] scale, float[] offset) {
    float[] scales = repeated(scale);
    float[] offsets = repeated(offset);
    cores.run(
        tiles(input.limit()),
        input.limit(),
        (chunk, first, last) -> {
          float[] x = new float[tile];
          for (int t = first; t < last; t++) {
            int from = t * tile;
            int length = Math.min(tile, input.limit() - from);
            input.get(from, x, 0, length);
            for (int i = 0; i < length; i++) {
              x[i] = relu(x[i] * scales[i] + offsets[i]);
            }
            output.put(from, x, 0, length);
          }
        });
  }

  @Override
  public GradientSums gradientSums(
      INDArray array, INDArray gradientArray, float[] scale, float[] offset) {
    FloatBuffer input = NativeFloats.of(array);
    FloatBuffer gradient = NativeFloats.of(gradientArray);
    float[] scales = repeated(scale);
    float[] offsets = repeated(offset);
    double[][] sums =
        sums(
            input.limit(),
            (from, length, buffers, sum, other) -> {
              float[] x = buffers[0];
              float[] g = buffers[1];
              input.get(from, x, 0, length);
              gradient.get(from, g, 0, length);
              for (int i = 0; i < length; i++) {
                float passed = g[i] * step(x[i] * scales[i] + offsets[i]);
                sum[i] += passed;
                other[i] += passed * x[i];
              }
            });
    return new GradientSums(sums[0], sums[1]);
  }

  @Override
  public void inputGradient(
      INDArray array,
      INDArray gradientArray,
      INDArray inputGradientArray,
      float[] scale,
      float[] offset,
      float[] slope,
      float[] constant,
      boolean add) {
    FloatBuffer input = NativeFloats.of(array);
    FloatBuffer gradient = NativeFloats.of(gradientArray);
    FloatBuffer inputGradient = NativeFloats.of(inputGradientArray);
    float[] scales = repeated(scale);
    float[] offsets = repeated(offset);
    float[] slopes = repeated(slope);
    float[] constants = repeated(constant);
    cores.run(
        tiles(input.limit()),
        input.limit(),
        (chunk, first, last) -> {
          float[] x = new float[tile];
          float[] g = new float[tile];
          for (int t = first; t < last; t++) {
            int from = t * tile;
            int length = Math.min(tile, input.limit() - from);
            input.get(from, x, 0, length);
            gradient.get(from, g, 0, length);
            for (int i = 0; i < length; i++) {
              float passed = g[i] * step(x[i] * scales[i] + offsets[i]);
              x[i] = scales[i] * passed + slopes[i] * x[i] + constants[i];
            }
            if (add) {
              inputGradient.get(from, g, 0, length);
              for (int i = 0; i < length; i++) {
                x[i] += g[i];
              }
            }
            inputGradient.put(from, x, 0, length);
          }
        });
  }

  private static float relu(float z) {
    return Math.max(0f, z);
  }

  /** 1 above zero, else 0, without a branch: comparisons would keep the loop from vectorising. */
  private static float step(float z) {
    return Math.min(1f, Math.max(0f, z * Float.MAX_VALUE));
  }

  /** Adds one tile to two per-channel sums; the buffers are scratch space of a tile's length. */
  @FunctionalInterface
  private interface TileSum {
    void add(int from, int length, float[][] buffers, float[] sum, float[] other);
  }

  private double[][] sums(int length, TileSum tileSum) {
    int chunks = cores.count(tiles(length));
    float[][] sums = new float[chunks][];
    float[][] others = new float[chunks][];
    cores.run(
        tiles(length),
        length,
        (chunk, first, last) -> {
          float[][] buffers = new float[2][tile];
          float[] sum = new float[tile];
          float[] other = new float[tile];
          for (int t = first; t < last; t++) {
            int from = t * tile;
            tileSum.add(from, Math.min(tile, length - from), buffers, sum, other);
          }
          sums[chunk] = sum;
          others[chunk] = other;
        });
    return new double[][] {perChannel(sums), perChannel(others)};
  }

  private double[] perChannel(float[][] chunks) {
    double[] result = new double[channels];
    for (float[] sums : chunks) {
      for (int pixel = 0; pixel < tile; pixel += channels) {
        for (int c = 0; c < channels; c++) {
          result[c] += sums[pixel + c];
        }
      }
    }
    return result;
  }

  private float[] repeated(float[] perChannel) {
    float[] result = new float[tile];
    for (int i = 0; i < tile; i += channels) {
      System.arraycopy(perChannel, 0, result, i, channels);
    }
    return result;
  }

  private int tiles(int length) {
    return (length + tile - 1) / tile;
  }
}
