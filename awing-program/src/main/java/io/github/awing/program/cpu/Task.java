package io.github.awing.program.cpu;

import io.github.awing.program.Operand;
import java.util.List;

/**
 * Work of a worker between two synchronisations with other workers.
 *
 * @param kind distribution to the workers
 * @param work on a share
 * @param reads operands that must be complete before
 * @param writes operands that are complete afterwards
 * @param scratch number of floats of scratch memory
 */
record Task(Kind kind, Work work, List<Operand> reads, List<Operand> writes, long scratch) {

  /** Distribution of a task to the workers. */
  enum Kind {
    /** Every worker computes its slices, one by one. */
    SLICES,
    /** Every worker computes all its slices at once. */
    GROUP,
    /** Every worker computes a share that is not divided by slices. */
    SHARE,
    /** One worker computes all of it, when all workers have finished the earlier tasks. */
    ONCE;

    boolean isSliced() {
      return this == SLICES || this == GROUP;
    }
  }

  /** Work on the slices from {@code first}, inclusive, to {@code end}, exclusive. */
  @FunctionalInterface
  interface Work {
    void run(Lane lane, int first, int end);
  }

  boolean readsFrom(Operand operand) {
    return reads.stream().anyMatch(operand::overlaps);
  }

  boolean writesTo(Operand operand) {
    return writes.stream().anyMatch(operand::overlaps);
  }
}
