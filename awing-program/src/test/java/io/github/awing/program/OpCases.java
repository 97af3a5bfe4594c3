package io.github.awing.program;

import java.util.List;
import java.util.stream.Stream;

/** All test cases of operations that every device must pass. */
final class OpCases {

  /** Fewer faces than threads, as many, and numbers that are not multiples. */
  static final List<Integer> FACES = List.of(1, 2, 5, 7, 8);

  private OpCases() {}

  /** Cases are made on demand. */
  static Stream<OpCase> all() {
    return Stream.of(1)
        .flatMap(
            once ->
                Stream.of(
                    ConvolutionCases.all(),
                    BatchNormCases.all(),
                    ElementCases.all(),
                    LossCases.all(),
                    OptimiserCases.all()))
        .flatMap(cases -> cases);
  }
}
