package io.github.awing.program;

import java.util.List;
import java.util.stream.Stream;

/** Everything that every device is asked to do, step by step. */
final class OpCases {

  /** Fewer than threads, as many, and numbers that leave some of them with less than others. */
  static final List<Integer> FACES = List.of(1, 2, 5, 7, 8);

  private OpCases() {}

  /** Made as they are asked for. */
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
