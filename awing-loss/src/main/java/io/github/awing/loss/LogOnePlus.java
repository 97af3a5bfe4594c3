package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * ln(1 + x), to the last digits for x near zero too. ND4J's own {@code log1p} adds before it takes
 * the logarithm, and is 0 below 1e-16, below 1e-7 for floats.
 */
final class LogOnePlus {

  /** Far below what 1 + x can differ from 1 by, for doubles too. */
  private static final double NOTHING = 1e-30;

  /** The smallest of a half's numbers, which has none of the above. */
  private static final double NOTHING_OF_HALVES = 0x1p-24;

  private LogOnePlus() {}

  /** As x · ln(u) / (u − 1) with u = 1 + x: what rounding does to u it does to both. */
  static INDArray of(INDArray x) {
    double nothing = x.dataType() == DataType.FLOAT16 ? NOTHING_OF_HALVES : NOTHING;
    INDArray u = x.add(1);
    INDArray logarithm = Transforms.log(u, true).addi(nothing);
    return logarithm.divi(u.subi(1).addi(nothing)).muli(x);
  }

  /** As 2 · artanh(x / (2 + x)), whose derivative is as good as its value. */
  static SDVariable of(SDVariable x) {
    // Not div: SameDiff's derivative of a quotient takes fifty times as long as a product's.
    return x.getSameDiff().math().atanh(x.mul(x.add(2).rdiv(1))).mul(2);
  }
}
