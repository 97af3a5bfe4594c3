package io.github.awing.program;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Test case of one step: its operands and its expected results.
 *
 * @param faces number of the program's faces
 * @param op the operation
 * @param accumulate whether it adds its results
 * @param reads in the operation's order
 * @param writes in the operation's order
 */
record OpCase(int faces, Op op, boolean accumulate, List<Given> reads, List<Expected> writes) {

  OpCase(int faces, Op op, List<Given> reads, Expected... writes) {
    this(faces, op, false, reads, List.of(writes));
  }

  /** The same case with the first results added to existing values. */
  OpCase adding(int results, SplittableRandom random) {
    List<Expected> sums =
        IntStream.range(0, writes.size())
            .mapToObj(i -> i < results ? writes.get(i).addedToSome(random) : writes.get(i))
            .toList();
    return new OpCase(faces, op, true, reads, sums);
  }

  /** Name for messages. */
  String name() {
    return reads.stream()
        .map(given -> describe(given.numbers().shape()) + " " + given.place())
        .collect(Collectors.joining(", ", op + (accumulate ? " added, of " : " of "), ""));
  }

  private static String describe(TensorShape shape) {
    return shape.faces() + "x" + shape.height() + "x" + shape.width() + "x" + shape.channels();
  }
}
