package io.github.awing.loss;

import java.util.Arrays;

/** One thread's computation of losses and gradients, a band at a time, with its scratch memory. */
final class BandWorker {

  private final Bands bands;
  private final BandMemory memory;
  private final PixelKernel kernel;
  private final WeightedLossMap map;
  private final int radius;
  private final float threshold;
  private final float gradientScale;

  /** Targets of the band and of the rows above and below that the dilation reads. */
  private final float[] surroundings;

  private final float[] weightsOfBand;
  private final float[] maskOfBand;

  private final float[] raw = new float[PixelKernel.BLOCK];
  private final float[] targets = new float[PixelKernel.BLOCK];
  private final float[] predictions = new float[PixelKernel.BLOCK];
  private final float[] losses = new float[PixelKernel.BLOCK];
  private final float[] gradients = new float[PixelKernel.BLOCK];
  private final float[] factors = new float[PixelKernel.BLOCK];

  /** Partial sums of a band's losses, one for each pixel of a block. */
  private final float[] sums = new float[PixelKernel.BLOCK];

  /**
   * Largest amount by which targets of all bands so far are out of range, for each pixel of a
   * block.
   */
  private final float[] excess = new float[PixelKernel.BLOCK];

  BandWorker(HeatmapLoss loss, Bands bands, BandMemory memory, float gradientScale) {
    this.bands = bands;
    this.memory = memory;
    this.gradientScale = gradientScale;
    kernel = PixelKernel.of(loss.pixelLoss());
    map = loss.weightMap().orElse(null);
    radius = map == null ? 0 : map.kernel() / 2;
    threshold = map == null ? 0 : (float) map.threshold();
    surroundings =
        new float[Math.min(bands.rows(), bands.rowsPerBand() + 2 * radius) * bands.rowLength()];
    weightsOfBand = new float[map == null ? 0 : bands.longest()];
    maskOfBand = new float[memory.mask() == null ? 0 : bands.longest()];
  }

  /** Computes the band's gradients and losses, and returns the sum of the losses. */
  double run(int band) {
    int plane = bands.plane(band);
    int firstRow = bands.firstRow(band);
    int endRow = bands.endRow(band);
    int upper = Math.max(0, firstRow - radius);
    int lower = Math.min(bands.rows(), endRow + radius);
    int start = bands.position(plane, firstRow);
    int length = (endRow - firstRow) * bands.rowLength();
    int offset = (firstRow - upper) * bands.rowLength();

    memory
        .targets()
        .get(bands.position(plane, upper), surroundings, 0, (lower - upper) * bands.rowLength());
    readMask(plane, start, length);
    boolean weighted = weigh(upper, lower, firstRow, length);
    Arrays.fill(sums, 0);
    for (int from = 0; from < length; from += PixelKernel.BLOCK) {
      int block = Math.min(PixelKernel.BLOCK, length - from);
      System.arraycopy(surroundings, offset + from, raw, 0, block);
      clamp(raw, targets, 0, 1, block);
      keepLargestDifference(raw, targets, excess, block);
      memory.predictions().get(start + from, predictions, 0, block);
      kernel.evaluate(targets, predictions, losses, gradients, block);
      clamp(losses, losses, 0, (float) HeatmapPass.MOST, block);
      clamp(gradients, gradients, (float) -HeatmapPass.MOST, (float) HeatmapPass.MOST, block);
      if (weighted) {
        System.arraycopy(weightsOfBand, from, factors, 0, block);
        multiply(losses, factors, block);
        multiply(gradients, factors, block);
      }
      if (memory.mask() != null) {
        applyMask(losses, from, block);
        applyMask(gradients, from, block);
      }
      add(losses, sums, block);
      write(start + from, block);
    }
    return sum();
  }

  private void readMask(int plane, int start, int length) {
    if (memory.mask() == null) {
      return;
    }
    if (memory.maskPerChannel()) {
      int channels = bands.channels();
      memory.mask().get(plane * channels, maskOfBand, 0, channels);
      for (int i = channels; i < length; i++) {
        maskOfBand[i] = maskOfBand[i - channels];
      }
    } else {
      memory.mask().get(start, maskOfBand, 0, length);
    }
  }

  private void write(int position, int block) {
    if (memory.gradients() != null) {
      scale(gradients, gradientScale, block);
      memory.gradients().put(position, gradients, 0, block);
    }
    if (memory.losses() != null) {
      memory.losses().put(position, losses, 0, block);
    }
  }

  /**
   * Whether a target of the bands so far may be out of range. True also for NaN, which may have
   * hidden other targets, and for targets that a mask hides.
   */
  boolean mayBeOutOfRange() {
    for (float difference : excess) {
      if (!(difference <= (float) TargetRange.ROUNDING)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Computes the weighted loss map. Every foreground pixel raises the weights of its neighbourhood,
   * which equals a dilated target that reaches the threshold.
   *
   * @return whether there is foreground; if not, all weights are 1 and are not written
   */
  private boolean weigh(int upper, int lower, int firstRow, int length) {
    if (map == null) {
      return false;
    }
    int end = (lower - upper) * bands.rowLength();
    int i = nextForeground(0, end);
    if (i == end) {
      return false;
    }
    Arrays.fill(weightsOfBand, 0, length, 1);
    while (i < end) {
      raise(i, upper, firstRow, length);
      i = nextForeground(i + 1, end);
    }
    return true;
  }

  private int nextForeground(int from, int end) {
    int i = from;
    while (i < end && !(surroundings[i] >= threshold)) {
      i++;
    }
    return i;
  }

  private void raise(int pixel, int upper, int firstRow, int length) {
    int rowLength = bands.rowLength();
    int channels = bands.channels();
    int row = upper + pixel / rowLength - firstRow;
    int column = pixel % rowLength;
    int left = Math.max(column % channels, column - radius * channels);
    int right = Math.min(rowLength - 1, column + radius * channels);
    int top = Math.max(0, row - radius);
    int bottom = Math.min(length / rowLength - 1, row + radius);
    float raised = (float) (map.weight() + 1);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x += channels) {
        weightsOfBand[y * rowLength + x] = raised;
      }
    }
  }

  /** Limits values to a range; NaN stays NaN. */
  private static void clamp(float[] values, float[] clamped, float least, float most, int length) {
    for (int i = 0; i < length; i++) {
      clamped[i] = Math.max(Math.min(values[i], most), least);
    }
  }

  private static void keepLargestDifference(
      float[] values, float[] others, float[] largest, int length) {
    for (int i = 0; i < length; i++) {
      largest[i] = Math.max(largest[i], Math.abs(values[i] - others[i]));
    }
  }

  private static void multiply(float[] values, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factors[i];
    }
  }

  private static void scale(float[] values, float factor, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factor;
    }
  }

  private static void add(float[] values, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += values[i];
    }
  }

  /** Sets values to 0 where the mask is 0, also NaN. */
  private void applyMask(float[] values, int from, int length) {
    for (int i = 0; i < length; i++) {
      float shown = maskOfBand[from + i];
      values[i] = shown == 0 ? 0 : values[i] * shown;
    }
  }

  private double sum() {
    double sum = 0;
    for (float value : sums) {
      sum += value;
    }
    return sum;
  }
}
