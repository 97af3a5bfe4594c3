package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Computes ln(1 + x), accurate to the last digits also for x near zero. ND4J's own {@code log1p}
 * adds before it takes the logarithm, and gives 0 for x below 1e-16, for floats below 1e-7.
 */
final class LogOnePlus {

  /** Far below the smallest difference between 1 + x and 1, also for doubles. */
  private static final double NOTHING = 1e-30;

  private LogOnePlus() {}

  /** Computes x · ln(u) / (u − 1) with u = 1 + x, in which the rounding of u cancels. */
  static INDArray of(INDArray x) {
    INDArray u = x.add(1);
    INDArray logarithm = Transforms.log(u, true).addi(NOTHING);
    return logarithm.divi(u.subi(1).addi(NOTHING)).muli(x);
  }

  /** Computes 2 · artanh(x / (2 + x)), whose derivative is as accurate as its value. */
  static SDVariable of(SDVariable x) {
    // Not div: SameDiff's derivative of a quotient takes fifty times as long as a product's.
    return x.getSameDiff().math().atanh(x.mul(x.add(2).rdiv(1))).mul(2);
  }
}
