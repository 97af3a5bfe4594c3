package io.github.awing.loss;

import io.github.awing.loss.internal.NativeFloats;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Targets, predictions and mask whose shapes and types fit together.
 *
 * @param targets heatmaps of rank 4
 * @param predictions of the same shape and type
 * @param mask of the same type, or floats for 16-bit predictions; of shape [N, C] or the
 *     predictions' shape; null if there is none
 */
record HeatmapBatch(INDArray targets, INDArray predictions, INDArray mask) {

  /**
   * Checks the arrays.
   *
   * @param mask [N, C], a shape of one channel, or that of the predictions; null if there is none
   * @throws IllegalArgumentException if they do not fit; the message names shapes and types
   */
  static HeatmapBatch of(INDArray targets, INDArray predictions, INDArray mask, Layout layout) {
    HeatmapArrays.requireAlike(targets, predictions);
    HeatmapArrays.requireHeatmaps(predictions, layout);
    return new HeatmapBatch(
        targets, predictions, mask == null ? null : fit(mask, predictions, layout));
  }

  private static INDArray fit(INDArray mask, INDArray predictions, Layout layout) {
    HeatmapArrays.requireNumbers("a mask", mask.dataType());
    INDArray values = mask.castTo(Widening.wide(predictions.dataType()));
    if (values.equalShapes(predictions) || isPerChannel(values, predictions, layout)) {
      return values;
    }
    if (Arrays.equals(values.shape(), layout.withChannels(predictions.shape(), 1))) {
      return Nd4j.createUninitialized(values.dataType(), predictions.shape(), 'c')
          .assign(values.broadcast(predictions.shape()));
    }
    throw new IllegalArgumentException(
        "a mask of predictions %s has the shape %s, %s or theirs, but this has %s"
            .formatted(
                Arrays.toString(predictions.shape()),
                Arrays.toString(new long[] {predictions.size(0), layout.channels(predictions)}),
                Arrays.toString(layout.withChannels(predictions.shape(), 1)),
                Arrays.toString(mask.shape())));
  }

  private static boolean isPerChannel(INDArray mask, INDArray predictions, Layout layout) {
    return mask.rank() == 2
        && mask.size(0) == predictions.size(0)
        && mask.size(1) == layout.channels(predictions);
  }

  /** The same arrays, as floats if they have 16 bits. */
  HeatmapBatch widened() {
    return new HeatmapBatch(Widening.widened(targets), Widening.widened(predictions), mask);
  }

  /** The same arrays, each dense in C order. */
  HeatmapBatch dense() {
    return new HeatmapBatch(
        NativeFloats.dense(targets),
        NativeFloats.dense(predictions),
        mask == null ? null : NativeFloats.dense(mask));
  }

  /** The mask, in the shape of the predictions. */
  INDArray maskOfPixels(Layout layout) {
    INDArray overPixels = mask.rank() == 2 ? layout.overPixels(mask) : mask;
    return Nd4j.createUninitialized(mask.dataType(), predictions.shape(), 'c')
        .assign(overPixels.broadcast(predictions.shape()));
  }

  /**
   * Refuses targets out of range, except those that the mask hides.
   *
   * @throws IllegalArgumentException if a target is out of range
   */
  void requireTargetsInRange(Layout layout) {
    INDArray shown = mask == null ? targets : HeatmapArrays.shown(targets, maskOfPixels(layout));
    double least = shown.minNumber().doubleValue();
    double greatest = shown.maxNumber().doubleValue();
    boolean any = least <= greatest; // False if all values are NaN.
    if (any && (TargetRange.isBeyond(least) || TargetRange.isBeyond(greatest))) {
      throw TargetRange.refusal(least, greatest);
    }
  }
}
