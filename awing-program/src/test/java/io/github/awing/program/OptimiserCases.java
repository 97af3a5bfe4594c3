package io.github.awing.program;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Cases of the end of a training step: few and many parameters, one batch and several, clipped and
 * not.
 */
final class OptimiserCases {

  private static final List<UpdateRule> RULES =
      List.of(
          new UpdateRule.Plain(),
          new UpdateRule.GradientDescent(),
          new UpdateRule.RootMeanSquare(0.9, 1e-8),
          new UpdateRule.AdaptiveMoments(0.9, 0.999, 1e-8));

  /** High enough that a wrong step shows in the parameters. */
  private static final double RATE = 0.75;

  private OptimiserCases() {}

  static Stream<OpCase> all() {
    return Stream.concat(
        Stream.of(1, 8).map(OptimiserCases::penalty),
        Stream.of(1, 8).flatMap(faces -> Stream.of(1, 3).flatMap(batches -> of(faces, batches))));
  }

  private static Stream<OpCase> of(int faces, int batches) {
    StepNumbers numbers = new StepNumbers(RATE, batches);
    Stream<OpCase> clips = Stream.of(0.01, 0.9, 1e6).map(longest -> clip(faces, longest, numbers));
    Stream<OpCase> updates =
        Stream.of(1, 10, 1500, 20_001)
            .flatMap(
                length ->
                    RULES.stream()
                        .flatMap(rule -> Stream.of(0.0, 0.25).map(d -> new Op.Update(rule, d)))
                        .flatMap(
                            op ->
                                Stream.of(1f, 0.37f)
                                    .map(clip -> update(faces, op, length, numbers, clip))));
    return Stream.concat(clips, updates);
  }

  private static Given given(StepNumbers numbers) {
    return Given.vector(Numbers.vector(numbers.rate(), numbers.batches()));
  }

  private static OpCase penalty(int faces) {
    SplittableRandom random = new SplittableRandom(faces);
    List<Numbers> parameters =
        Stream.of(1, 10, 3000, 20_001)
            .map(length -> Numbers.random(length, -1, 1, random))
            .toList();
    return new OpCase(
        faces,
        new Op.Penalty(0.01, 2),
        parameters.stream().map(Given::part).toList(),
        Expected.loss(OptimiserReference.penalty(0.01, parameters)));
  }

  private static OpCase clip(int faces, double longest, StepNumbers numbers) {
    SplittableRandom random = new SplittableRandom(faces);
    List<Numbers> gradients =
        Stream.of(1, 10, 3000, 20_001)
            .map(length -> Numbers.random(length, -0.01, 0.01, random))
            .toList();
    List<Given> reads = new ArrayList<>(List.of(given(numbers)));
    gradients.forEach(part -> reads.add(Given.part(part)));
    double factor = OptimiserReference.clip(longest, numbers.batches(), gradients);
    return new OpCase(faces, new Op.Clip(longest), reads, Expected.part(Numbers.vector(factor)));
  }

  /**
   * A case of an update.
   *
   * @param clip clip factor; 1 for a step without clipping
   */
  private static OpCase update(
      int faces, Op.Update op, int length, StepNumbers numbers, float clip) {
    SplittableRandom random = new SplittableRandom(length);
    Numbers gradients = Numbers.random(length, -1, 1, random);
    List<Numbers> before = new ArrayList<>();
    before.add(Numbers.random(length, -1, 1, random));
    for (int part = 0; part < op.rule().stateSize(); part++) {
      before.add(Numbers.random(length, 0.1, 1, random));
    }
    List<Numbers> after = OptimiserReference.update(op, gradients, numbers, clip, before);
    List<Given> reads = new ArrayList<>(List.of(Given.part(gradients), given(numbers)));
    if (clip != 1) {
      reads.add(Given.vector(Numbers.vector(clip)));
    }
    Expected[] writes = new Expected[before.size()];
    for (int part = 0; part < writes.length; part++) {
      writes[part] = Expected.moved(before.get(part), after.get(part));
    }
    return new OpCase(faces, op, reads, writes);
  }
}
