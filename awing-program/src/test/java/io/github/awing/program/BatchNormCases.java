package io.github.awing.program;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Cases of batch normalisation, with few and many pixels and channels. */
final class BatchNormCases {

  /** The network's epsilon. */
  private static final double EPSILON = 1e-5;

  private static final double KEEP = 0.9;

  /** Distance from the ReLU's bend below which the gradient of either side is correct. */
  private static final double BEND = 1e-4;

  private BatchNormCases() {}

  static Stream<OpCase> all() {
    return Stream.concat(
            OpCases.FACES.stream()
                .flatMap(
                    faces ->
                        Stream.of(
                            new TensorShape(faces, 1, 1, 3),
                            new TensorShape(faces, 1, 1, 16),
                            new TensorShape(faces, 5, 7, 6),
                            new TensorShape(faces, 8, 8, 16),
                            new TensorShape(faces, 3, 5, 67),
                            new TensorShape(faces, 9, 4, 99),
                            new TensorShape(faces, 2, 3, 1030))),
            Stream.of(new TensorShape(1, 64, 65, 67)))
        .flatMap(BatchNormCases::of);
  }

  private static Stream<OpCase> of(TensorShape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    int faces = shape.faces();
    int channels = shape.channels();
    BatchNormReference reference = new BatchNormReference(EPSILON);
    // Around a mean other than zero.
    Numbers input = Numbers.random(shape, random).map(value -> value + 0.75).asFloats();
    // Not the input's own statistics: the operations do not depend on that, and the variance of a
    // single pixel would dominate all other terms.
    Numbers statistics = vector(random, channels, 0.5, 1, 0.2, 2);
    Numbers parameters = vector(random, channels, -1.5, 1.5, -0.5, 0.5, -1, 1, 0.5, 2);
    Numbers gradient = gradient(random, reference.affine(input, statistics, parameters));
    Numbers gradients = reference.parameterGradients(input, gradient, statistics, parameters, KEEP);
    Numbers sums = BatchNormReference.sums(gradients, channels).asFloats();
    OpCase written =
        new OpCase(
            faces,
            new Op.NormaliseSums(EPSILON, KEEP),
            List.of(
                Given.tensor(input),
                Given.tensor(gradient),
                Given.vector(statistics),
                Given.part(parameters)),
            Expected.part(gradients, 4),
            Expected.part(BatchNormReference.sums(gradients, channels), 2));
    OpCase passedOn =
        new OpCase(
            faces,
            new Op.NormaliseGradient(EPSILON),
            List.of(
                Given.tensor(input),
                Given.tensor(gradient),
                Given.part(statistics),
                Given.part(parameters),
                Given.vector(sums)),
            Expected.tensor(
                reference.inputGradient(input, gradient, statistics, parameters, sums)));
    return Stream.of(
        new OpCase(
            faces,
            new Op.Statistics(),
            List.of(Given.tensor(input)),
            Expected.part(BatchNormReference.statistics(input), 2)),
        new OpCase(
            faces,
            new Op.Normalise(EPSILON),
            List.of(Given.tensor(input), Given.vector(statistics), Given.part(parameters)),
            Expected.tensor(reference.forward(input, statistics, parameters))),
        new OpCase(
            faces,
            new Op.Normalise(EPSILON),
            List.of(Given.tensor(input), Given.constant(statistics), Given.constant(parameters)),
            Expected.tensor(reference.forward(input, statistics, parameters))),
        written,
        written.adding(1, random),
        passedOn,
        passedOn.adding(1, random));
  }

  /** Parts of the channels' length, each between two bounds. */
  private static Numbers vector(SplittableRandom random, int channels, double... bounds) {
    Numbers vector = Numbers.zeros(TensorShape.vector((long) bounds.length / 2 * channels));
    for (int part = 0; part < bounds.length / 2; part++) {
      Numbers numbers = Numbers.random(channels, bounds[2 * part], bounds[2 * part + 1], random);
      System.arraycopy(numbers.values(), 0, vector.values(), part * channels, channels);
    }
    return vector;
  }

  private static Numbers gradient(SplittableRandom random, Numbers beforeRelu) {
    Numbers gradient = Numbers.random(beforeRelu.shape(), random);
    for (int at = 0; at < gradient.values().length; at++) {
      if (Math.abs(beforeRelu.values()[at]) < BEND) {
        gradient.values()[at] = 0;
      }
    }
    return gradient;
  }
}
