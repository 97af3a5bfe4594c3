package io.github.awing.program;

import java.util.List;
import java.util.stream.Stream;

/**
 * One operation of a program.
 *
 * @param op the operation
 * @param reads its operands, in the order that the operation names
 * @param writes its results, likewise
 * @param accumulate whether results are added to what is there, not written over it: the weights'
 *     and the biases' gradients, and of other operations the first
 */
public record Step(Op op, List<Operand> reads, List<Operand> writes, boolean accumulate) {

  /**
   * Takes copies of the lists.
   *
   * @throws IllegalArgumentException if the results of such an operation are never added to others
   */
  public Step {
    if (accumulate && isNeverAdded(op)) {
      throw new IllegalArgumentException("results are written, never added, by " + op);
    }
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** What devices need not be able to do, as no gradient is the result. */
  private static boolean isNeverAdded(Op op) {
    return op instanceof Op.Convolution
        || op instanceof Op.Statistics
        || op instanceof Op.Normalise
        || op instanceof Op.Loss
        || op instanceof Op.Penalty
        || op instanceof Op.Clip
        || op instanceof Op.Update;
  }

  /** All that it reads: what it accumulates into too. */
  public Stream<Operand> allReads() {
    return accumulate ? Stream.concat(reads.stream(), writes.stream()) : reads.stream();
  }
}
