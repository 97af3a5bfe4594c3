package io.github.awing.loss;

import java.util.Arrays;

/** One thread's work on one band after the other, with the scratch memory that it takes. */
final class BandWorker {

  private final Bands bands;
  private final BandMemory memory;
  private final PixelKernel kernel;
  private final TargetRange range;
  private final WeightedLossMap map;
  private final int radius;
  private final float threshold;
  private final float gradientScale;

  /** The targets of the band and of the rows above and below that its neighbourhoods reach. */
  private final float[] surroundings;

  private final float[] targets;
  private final float[] predictions;
  private final float[] losses;
  private final float[] gradients;
  private final float[] weights;
  private final float[] mask;

  /** A run of values that later sums or looks at one by one what loops over all accumulate. */
  private final float[] strip = new float[PixelKernel.BLOCK];

  BandWorker(HeatmapLoss loss, Bands bands, BandMemory memory, float gradientScale) {
    this.bands = bands;
    this.memory = memory;
    this.gradientScale = gradientScale;
    kernel = PixelKernel.of(loss.pixelLoss());
    range = loss.targetRange();
    map = loss.weightMap().orElse(null);
    radius = map == null ? 0 : map.kernel() / 2;
    threshold = map == null ? 0 : (float) map.threshold();
    surroundings =
        new float[Math.min(bands.rows(), bands.rowsPerBand() + 2 * radius) * bands.rowLength()];
    targets = new float[bands.longest()];
    predictions = new float[bands.longest()];
    losses = new float[bands.longest()];
    gradients = new float[bands.longest()];
    weights = new float[map == null ? 0 : bands.longest()];
    mask = new float[memory.mask() == null ? 0 : bands.longest()];
  }

  /** Fills the band's gradients and losses, and returns the losses' sum. */
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
    memory.predictions().get(start, predictions, 0, length);
    readMask(plane, start, length);
    bringIntoRange(offset, length);
    for (int from = 0; from < length; from += PixelKernel.BLOCK) {
      int block = Math.min(PixelKernel.BLOCK, length - from);
      kernel.evaluate(targets, predictions, from, block, losses, gradients);
      clamp(losses, from, losses, from, block, 0, (float) HeatmapPass.MOST);
      clamp(
          gradients,
          from,
          gradients,
          from,
          block,
          (float) -HeatmapPass.MOST,
          (float) HeatmapPass.MOST);
    }
    if (weigh(upper, lower, firstRow, length)) {
      multiply(losses, weights, length);
      multiply(gradients, weights, length);
    }
    if (memory.mask() != null) {
      hide(losses, length);
      hide(gradients, length);
    }
    if (memory.gradients() != null) {
      scale(gradients, gradientScale, length);
      memory.gradients().put(start, gradients, 0, length);
    }
    if (memory.losses() != null) {
      memory.losses().put(start, losses, 0, length);
    }
    return sum(length);
  }

  private void readMask(int plane, int start, int length) {
    if (memory.mask() == null) {
      return;
    }
    if (memory.maskPerChannel()) {
      int channels = bands.channels();
      memory.mask().get(plane * channels, mask, 0, channels);
      for (int i = channels; i < length; i++) {
        mask[i] = mask[i - channels];
      }
    } else {
      memory.mask().get(start, mask, 0, length);
    }
  }

  private void bringIntoRange(int offset, int length) {
    Arrays.fill(strip, 0);
    for (int from = 0; from < length; from += PixelKernel.BLOCK) {
      int block = Math.min(PixelKernel.BLOCK, length - from);
      clamp(surroundings, offset + from, targets, from, block, 0, 1);
      excess(surroundings, offset + from, targets, from, strip, block);
    }
    if (range == TargetRange.REFUSE) {
      for (float excess : strip) {
        // Also if it is NaN, which may have hidden others.
        if (!(excess <= (float) TargetRange.ROUNDING)) {
          refuse(offset, length);
          return;
        }
      }
    }
  }

  /** NaN stays NaN. */
  private static void clamp(
      float[] values, int offset, float[] clamped, int from, int length, float least, float most) {
    for (int i = 0; i < length; i++) {
      clamped[from + i] = Math.max(Math.min(values[offset + i], most), least);
    }
  }

  private static void excess(
      float[] values, int offset, float[] clamped, int from, float[] excess, int length) {
    for (int i = 0; i < length; i++) {
      excess[i] = Math.max(excess[i], Math.abs(values[offset + i] - clamped[from + i]));
    }
  }

  private void refuse(int offset, int length) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      float target = surroundings[offset + i];
      if (!Float.isNaN(target) && (memory.mask() == null || mask[i] != 0)) {
        least = Math.min(least, target);
        greatest = Math.max(greatest, target);
      }
    }
    boolean any = least <= greatest;
    if (any && (TargetRange.isBeyond(least) || TargetRange.isBeyond(greatest))) {
      throw TargetRange.refusal(least, greatest);
    }
  }

  /**
   * The weighted loss map: every foreground pixel raises the weights of its neighbourhood, which is
   * what the dilated target reaching the threshold comes to.
   *
   * @return whether there is foreground; if not, all weights are 1 and stay unwritten
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
    Arrays.fill(weights, 0, length, 1);
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
        weights[y * rowLength + x] = raised;
      }
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

  /** Zero where the mask is, whatever the pixel held, be it NaN. */
  private void hide(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      values[i] = mask[i] == 0 ? 0 : values[i] * mask[i];
    }
  }

  private double sum(int length) {
    Arrays.fill(strip, 0);
    for (int from = 0; from < length; from += PixelKernel.BLOCK) {
      add(losses, from, strip, Math.min(PixelKernel.BLOCK, length - from));
    }
    double sum = 0;
    for (float value : strip) {
      sum += value;
    }
    return sum;
  }

  private static void add(float[] values, int from, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += values[from + i];
    }
  }
}
