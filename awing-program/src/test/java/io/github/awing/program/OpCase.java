package io.github.awing.program;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One step with all that it reads, and what it has to write.
 *
 * @param faces of the program
 * @param op the operation
 * @param accumulate whether it adds
 * @param reads in the operation's order
 * @param writes likewise
 */
record OpCase(int faces, Op op, boolean accumulate, List<Given> reads, List<Expected> writes) {

  OpCase(int faces, Op op, List<Given> reads, Expected... writes) {
    this(faces, op, false, reads, List.of(writes));
  }

  /** The same with the first results added to numbers that are there. */
  OpCase adding(int results, SplittableRandom random) {
    List<Expected> sums =
        IntStream.range(0, writes.size())
            .mapToObj(i -> i < results ? writes.get(i).addedToSome(random) : writes.get(i))
            .toList();
    return new OpCase(faces, op, true, reads, sums);
  }

  /** For people. */
  String name() {
    return reads.stream()
        .map(given -> describe(given.numbers().shape()) + " " + given.place())
        .collect(Collectors.joining(", ", op + (accumulate ? " added, of " : " of "), ""));
  }

  private static String describe(TensorShape shape) {
    return shape.faces() + "x" + shape.height() + "x" + shape.width() + "x" + shape.channels();
  }
}
