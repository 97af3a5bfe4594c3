package io.github.awing.loss;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/** Checks and elementwise operations on arrays that all losses share. */
final class HeatmapArrays {

  private HeatmapArrays() {}

  static void requireAlike(INDArray targets, INDArray predictions) {
    if (!targets.equalShapes(predictions) || targets.dataType() != predictions.dataType()) {
      throw new IllegalArgumentException(
          "targets are %s %s, but predictions are %s %s"
              .formatted(
                  targets.dataType(),
                  Arrays.toString(targets.shape()),
                  predictions.dataType(),
                  Arrays.toString(predictions.shape())));
    }
    if (!targets.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "targets and predictions must be floating point, but are " + targets.dataType());
    }
  }

  /** Checks types in a graph, where shapes may not be known yet. */
  static void requireAlike(SDVariable targets, SDVariable predictions) {
    if (targets.dataType() != predictions.dataType()) {
      throw new IllegalArgumentException(
          "targets %s are %s, but predictions %s are %s"
              .formatted(
                  targets.name(), targets.dataType(), predictions.name(), predictions.dataType()));
    }
    requireFloatingPoint(predictions);
  }

  static void requireFloatingPoint(SDVariable variable) {
    if (!variable.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "%s must be floating point, but is %s".formatted(variable.name(), variable.dataType()));
    }
  }

  /** Checks for numbers of any type or booleans: types that can be cast to floats. */
  static void requireNumbers(String what, DataType type) {
    if (!type.isNumerical() && type != DataType.BOOL) {
      throw new IllegalArgumentException(
          "%s must be numbers or booleans, but is %s".formatted(what, type));
    }
  }

  static void requireHeatmaps(INDArray heatmaps, Layout layout) {
    if (heatmaps.rank() != 4) {
      throw new IllegalArgumentException(
          "heatmaps are %s, but these have the shape %s"
              .formatted(layout.shape(), Arrays.toString(heatmaps.shape())));
    }
    if (!heatmaps.dataType().isFPType()) {
      throw new IllegalArgumentException(
          "heatmaps must be floating point, but are " + heatmaps.dataType());
    }
  }

  static INDArray like(INDArray array) {
    return Nd4j.createUninitialized(array.dataType(), array.shape(), array.ordering());
  }

  /**
   * The sign of a difference; NaN where the difference is infinite or NaN. ND4J's own sign gives 0
   * there.
   */
  static INDArray sign(INDArray difference) {
    INDArray sign = like(difference);
    Nd4j.exec(new Sign(difference, sign));
    return sign.addi(difference.mul(0));
  }

  /** The pixels, with 0 where the mask is 0, also for NaN. */
  static INDArray shown(INDArray pixels, INDArray mask) {
    INDArray shown = like(pixels);
    Nd4j.exec(
        DynamicCustomOp.builder("select")
            .addInputs(mask.eq(0), Nd4j.zerosLike(pixels), pixels)
            .addOutputs(shown)
            .build());
    return shown;
  }

  /** The values, limited to a range; NaN stays NaN. */
  static INDArray clamped(INDArray values, double least, double most) {
    INDArray clamped = like(values);
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(values)
            .addOutputs(clamped)
            .addFloatingPointArguments(least, most)
            .build());
    return clamped;
  }
}
