package io.github.awing.loss;

import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes arrays of 16 bits, HALF and BFLOAT16, as floats, and rounds once at the end. In 16 bits
 * every operation would round to two or three digits, powers and tiny constants would be 0, and
 * sums would stop growing or become infinite.
 */
final class Widening {

  /** Largest finite number of each type, at which larger values are stored. */
  private static final double MOST_HALF = 65504;

  private static final double MOST_BFLOAT16 = 0x1.FEp127;

  /** Computes loss and gradient of arrays that are not narrow. */
  @FunctionalInterface
  interface Maths {
    LossAndGradient evaluate(INDArray targets, INDArray predictions);
  }

  private Widening() {}

  static boolean isNarrow(DataType type) {
    return type == DataType.FLOAT16 || type == DataType.BFLOAT16;
  }

  /** The type in which arrays of a type are computed, and in which their sums are returned. */
  static DataType wide(DataType type) {
    return isNarrow(type) ? DataType.FLOAT : type;
  }

  /** The array itself, or as floats if it is narrow. */
  static INDArray widened(INDArray array) {
    return array.castTo(wide(array.dataType()));
  }

  /** The floats in a narrow type, limited to its largest number; NaN stays NaN. */
  static INDArray narrowed(INDArray floats, DataType type) {
    double most = type == DataType.FLOAT16 ? MOST_HALF : MOST_BFLOAT16;
    return HeatmapArrays.clamped(floats, -most, most).castTo(type);
  }

  /**
   * Computes loss and gradient of arrays of any floating type, in that type.
   *
   * @throws IllegalArgumentException if shapes or types differ, or the type is not floating point
   */
  static LossAndGradient evaluate(INDArray targets, INDArray predictions, Maths maths) {
    HeatmapArrays.requireAlike(targets, predictions);
    DataType type = predictions.dataType();
    if (!isNarrow(type)) {
      return maths.evaluate(targets, predictions);
    }
    LossAndGradient wide = maths.evaluate(widened(targets), widened(predictions));
    return new LossAndGradient(narrowed(wide.loss(), type), narrowed(wide.gradient(), type));
  }

  /** The variable itself, or as floats if it is narrow. */
  static SDVariable widened(SDVariable variable) {
    return isNarrow(variable.dataType()) ? variable.castTo(DataType.FLOAT) : variable;
  }

  /**
   * Computes the loss of variables of any floating type. The loss of narrow variables is returned
   * as floats: limited to the narrow type's largest number, it would have no gradient there.
   *
   * @throws IllegalArgumentException if types differ, or the type is not floating point
   */
  static SDVariable loss(
      SDVariable targets, SDVariable predictions, BinaryOperator<SDVariable> maths) {
    HeatmapArrays.requireAlike(targets, predictions);
    return maths.apply(widened(targets), widened(predictions));
  }
}
