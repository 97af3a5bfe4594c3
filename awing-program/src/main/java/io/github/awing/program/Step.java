package io.github.awing.program;

import java.util.List;
import java.util.stream.Stream;

/**
 * Step of a program: an operation with its operands.
 *
 * @param op the operation
 * @param reads operands that it reads, in the operation's order
 * @param writes operands that it writes, in the operation's order
 * @param accumulate whether results are added to existing values in place of replacing them:
 *     gradients of weights and biases, and the first result of other operations
 */
public record Step(Op op, List<Operand> reads, List<Operand> writes, boolean accumulate) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the operation does not support accumulation
   */
  public Step {
    if (accumulate && isNeverAdded(op)) {
      throw new IllegalArgumentException("results are written, never added, by " + op);
    }
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** Whether an operation's result is not a gradient, so that devices need not accumulate it. */
  private static boolean isNeverAdded(Op op) {
    return op instanceof Op.Convolution
        || op instanceof Op.Statistics
        || op instanceof Op.Normalise
        || op instanceof Op.Loss
        || op instanceof Op.Penalty
        || op instanceof Op.Clip
        || op instanceof Op.Update;
  }

  /** All operands that the step reads, including those that it accumulates into. */
  public Stream<Operand> allReads() {
    return accumulate ? Stream.concat(reads.stream(), writes.stream()) : reads.stream();
  }
}
