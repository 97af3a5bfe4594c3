package io.github.awing.program.cpu;

import java.nio.FloatBuffer;

/**
 * Computes batch normalisation and ReLU of NHWC floats, forward and backward. Each loop reads its
 * arrays once.
 *
 * <p>The loops copy a tile at a time into Java arrays that fit the first-level cache, because the
 * compiler vectorises loops over arrays, but not over buffers. A tile holds whole pixels, and
 * per-channel numbers are repeated to a tile's length, so that the loops are long even for few
 * channels.
 */
final class BatchNormLoops {

  /**
   * Largest number of floats in a tile, unless a pixel has more channels. Six arrays of it fit the
   * first-level cache.
   */
  private static final int TILE = 1024;

  /**
   * Number of partial sums of a face. It does not depend on the number of cores, so sums do not
   * either.
   */
  private static final int PARTS = 4;

  private final int channels;
  private final int tile;
  private final Cores cores;

  BatchNormLoops(int channels, Cores cores) {
    this.channels = channels;
    this.cores = cores;
    this.tile = Math.max(1, TILE / channels) * channels;
  }

  /**
   * Computes the mean of every channel of one face, then the sum of the squared deviations from it.
   */
  double[] moments(FloatBuffer input) {
    // Deviations from one value of the channel; sums of squares of the raw values would lose digits
    // if the mean is far from zero.
    float[] first = new float[channels];
    input.get(0, first);
    float[] shift = repeated(first);
    double[] moments =
        sums(
            input.limit(),
            (from, length, x, g, sum, other) -> {
              input.get(from, x, 0, length);
              for (int i = 0; i < length; i++) {
                float deviation = x[i] - shift[i];
                sum[i] += deviation;
                other[i] += deviation * deviation;
              }
            });
    double count = (double) input.limit() / channels;
    for (int c = 0; c < channels; c++) {
      double deviation = moments[c] / count;
      moments[c] = first[c] + deviation;
      moments[channels + c] = Math.max(0, moments[channels + c] - count * deviation * deviation);
    }
    return moments;
  }

  /** Computes output = max(0, scale · input + offset). */
  void normalise(FloatBuffer input, FloatBuffer output, Affine affine) {
    float[] scales = repeated(affine.scale());
    float[] offsets = repeated(affine.offset());
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

  /**
   * Computes the sums of g over one face, then those of g · (input − mean), where g is the gradient
   * that passes the ReLU of scale · input + offset.
   */
  double[] gradientSums(FloatBuffer input, FloatBuffer gradient, float[] mean, Affine affine) {
    float[] means = repeated(mean);
    float[] scales = repeated(affine.scale());
    float[] offsets = repeated(affine.offset());
    return sums(
        input.limit(),
        (from, length, x, g, sum, other) -> {
          input.get(from, x, 0, length);
          gradient.get(from, g, 0, length);
          for (int i = 0; i < length; i++) {
            float passed = g[i] * step(x[i] * scales[i] + offsets[i]);
            sum[i] += passed;
            other[i] += passed * (x[i] - means[i]);
          }
        });
  }

  /**
   * Computes inputGradient = scale · g + slope · input + constant, with g as in {@link
   * #gradientSums}.
   *
   * @param slopes the slope as its scale, the constant as its offset
   * @param add whether the result is added to inputGradient
   */
  void inputGradient(
      FloatBuffer input,
      FloatBuffer gradient,
      FloatBuffer inputGradient,
      Affine affine,
      Affine slopes,
      boolean add) {
    float[] scales = repeated(affine.scale());
    float[] offsets = repeated(affine.offset());
    float[] slope = repeated(slopes.scale());
    float[] constant = repeated(slopes.offset());
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
              x[i] = scales[i] * passed + slope[i] * x[i] + constant[i];
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

  /**
   * max(0, z), with the same results as and faster than Java's maximum, which distinguishes the
   * signs of 0.
   */
  private static float relu(float z) {
    return 0.5f * (z + Math.abs(z));
  }

  /** 1 above zero, else 0, without a branch: a comparison would prevent vectorisation. */
  private static float step(float z) {
    return Math.min(1f, relu(z) * Float.MAX_VALUE);
  }

  /** Adds one tile to two per-channel sums; x and g are scratch arrays of a tile's length. */
  @FunctionalInterface
  private interface TileSum {
    void add(int from, int length, float[] x, float[] g, float[] sum, float[] other);
  }

  private double[] sums(int length, TileSum tileSum) {
    int tiles = tiles(length);
    float[][] sums = new float[PARTS][];
    float[][] others = new float[PARTS][];
    cores.run(
        PARTS,
        length,
        (chunk, firstPart, lastPart) -> {
          float[] x = new float[tile];
          float[] g = new float[tile];
          for (int part = firstPart; part < lastPart; part++) {
            float[] sum = new float[tile];
            float[] other = new float[tile];
            for (int t = tiles * part / PARTS; t < tiles * (part + 1) / PARTS; t++) {
              int from = t * tile;
              tileSum.add(from, Math.min(tile, length - from), x, g, sum, other);
            }
            sums[part] = sum;
            others[part] = other;
          }
        });
    double[] result = new double[2 * channels];
    addPerChannel(sums, result, 0);
    addPerChannel(others, result, channels);
    return result;
  }

  private void addPerChannel(float[][] parts, double[] result, int from) {
    for (float[] sums : parts) {
      for (int pixel = 0; pixel < tile; pixel += channels) {
        for (int c = 0; c < channels; c++) {
          result[from + c] += sums[pixel + c];
        }
      }
    }
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
