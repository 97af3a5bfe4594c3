package io.github.awing.program;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cases of convolutions: those of the network, and others that the operations allow. */
final class ConvolutionCases {

  /** A case that is large enough for several threads. */
  private static final Case LARGE = new Case(new ConvolutionReference(3, 1, 1, 64, 64), 17, 16);

  private static final List<Case> SMALL =
      List.of(
          new Case(new ConvolutionReference(1, 1, 0, 3, 10), 5, 7),
          new Case(new ConvolutionReference(1, 1, 0, 16, 32), 8, 8),
          new Case(new ConvolutionReference(1, 1, 0, 67, 99), 3, 4),
          new Case(new ConvolutionReference(1, 1, 0, 16, 6), 1, 1),
          new Case(new ConvolutionReference(1, 2, 0, 10, 16), 6, 6),
          new Case(new ConvolutionReference(1, 1, 1, 6, 3), 4, 3),
          new Case(new ConvolutionReference(3, 1, 1, 16, 16), 8, 8),
          new Case(new ConvolutionReference(3, 1, 1, 6, 10), 5, 7),
          new Case(new ConvolutionReference(3, 1, 1, 16, 16), 1, 1),
          new Case(new ConvolutionReference(3, 1, 1, 99, 67), 3, 3),
          new Case(new ConvolutionReference(3, 1, 1, 3, 3), 24, 24),
          new Case(new ConvolutionReference(3, 1, 0, 10, 16), 5, 4),
          new Case(new ConvolutionReference(3, 2, 1, 16, 10), 9, 8),
          new Case(new ConvolutionReference(7, 2, 3, 3, 16), 14, 13),
          new Case(new ConvolutionReference(7, 2, 3, 6, 64), 12, 12));

  private record Case(ConvolutionReference convolution, int height, int width) {
    TensorShape input(int faces) {
      return new TensorShape(faces, height, width, convolution.in());
    }
  }

  private ConvolutionCases() {}

  static Stream<OpCase> all() {
    Stream<OpCase> small =
        IntStream.range(0, SMALL.size())
            .boxed()
            .flatMap(
                i ->
                    OpCases.FACES.stream()
                        .flatMap(faces -> of(SMALL.get(i), faces, i + faces, 31L * i + faces)));
    return Stream.concat(small, Stream.of(1, 3).flatMap(faces -> of(LARGE, faces, 1, 5)));
  }

  /**
   * Cases of every operation of a convolution.
   *
   * @param variant selects whether weights are constant and whether a ReLU follows
   */
  private static Stream<OpCase> of(Case one, int faces, int variant, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ConvolutionReference convolution = one.convolution();
    Numbers input = Numbers.random(one.input(faces), random);
    Numbers weights = Numbers.random(convolution.weights(), -1, 1, random);
    Numbers bias = Numbers.random(convolution.out(), -1, 1, random);
    Numbers gradient = Numbers.random(convolution.output(input.shape()), random);
    return Stream.of(
            forward(convolution, faces, input, weights, bias, variant),
            inputGradients(convolution, faces, input, weights, gradient, variant, random),
            weightGradients(convolution, faces, input, gradient, random))
        .flatMap(cases -> cases);
  }

  private static Given weights(Numbers weights, boolean constant) {
    return constant ? Given.constant(weights) : Given.part(weights);
  }

  private static Stream<OpCase> forward(
      ConvolutionReference convolution,
      int faces,
      Numbers input,
      Numbers weights,
      Numbers bias,
      int variant) {
    boolean constant = variant % 2 == 0;
    boolean relu = variant % 3 == 0;
    Op op =
        new Op.Convolution(convolution.kernel(), convolution.stride(), convolution.padding(), relu);
    return Stream.of(
        new OpCase(
            faces,
            op,
            List.of(Given.tensor(input), weights(weights, constant)),
            Expected.tensor(convolution.forward(input, weights, null, relu))),
        new OpCase(
            faces,
            op,
            List.of(Given.tensor(input), weights(weights, !constant), weights(bias, !constant)),
            Expected.tensor(convolution.forward(input, weights, bias, relu))));
  }

  private static Stream<OpCase> inputGradients(
      ConvolutionReference convolution,
      int faces,
      Numbers input,
      Numbers weights,
      Numbers gradient,
      int variant,
      SplittableRandom random) {
    OpCase written =
        new OpCase(
            faces,
            new Op.ConvolutionInputGradient(
                convolution.kernel(), convolution.stride(), convolution.padding()),
            List.of(weights(weights, variant % 2 == 0), Given.tensor(gradient)),
            Expected.tensor(convolution.inputGradient(input.shape(), weights, gradient)));
    return Stream.of(written, written.adding(1, random));
  }

  private static Stream<OpCase> weightGradients(
      ConvolutionReference convolution,
      int faces,
      Numbers input,
      Numbers gradient,
      SplittableRandom random) {
    Op op =
        new Op.ConvolutionWeightGradient(
            convolution.kernel(), convolution.stride(), convolution.padding());
    List<Given> reads = List.of(Given.tensor(input), Given.tensor(gradient));
    Expected weights = Expected.part(convolution.weightGradient(input, gradient));
    Expected bias = Expected.part(convolution.biasGradient(gradient));
    OpCase unbiased = new OpCase(faces, op, reads, weights);
    OpCase biased = new OpCase(faces, op, reads, weights, bias);
    return Stream.of(unbiased, unbiased.adding(1, random), biased, biased.adding(2, random));
  }
}
