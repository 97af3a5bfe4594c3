package io.github.awing.model.program;

import java.util.List;
import java.util.stream.Stream;

/**
 * One operation of a program.
 *
 * @param op the operation
 * @param reads its operands, in the order that the operation names
 * @param writes its results, likewise
 * @param accumulate whether the first result is added to what is there, not written over it
 */
public record Step(Op op, List<Operand> reads, List<Operand> writes, boolean accumulate) {

  /** Takes copies of the lists. */
  public Step {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** All that it reads: what it accumulates into too. */
  public Stream<Operand> allReads() {
    return accumulate ? Stream.concat(reads.stream(), writes.stream()) : reads.stream();
  }
}
