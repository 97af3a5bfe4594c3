package io.github.awing.program.cpu;

import io.github.awing.program.Operand;
import java.util.List;

/**
 * What a worker does without waiting for the others.
 *
 * @param kind how it is shared out
 * @param work on a share
 * @param reads what has to be there before
 * @param writes what is there afterwards
 * @param scratch floats of scratch memory that it needs
 */
record Task(Kind kind, Work work, List<Operand> reads, List<Operand> writes, long scratch) {

  /** How a task is shared out. */
  enum Kind {
    /** Every worker does its slices, one by one. */
    SLICES,
    /** Every worker does all its slices at once. */
    GROUP,
    /** Every worker does a share that has nothing to do with slices. */
    SHARE,
    /** One worker does all of it, when all are through with what came before. */
    ONCE;

    boolean isSliced() {
      return this == SLICES || this == GROUP;
    }
  }

  /** Work on the slices from the first to before the end. */
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
