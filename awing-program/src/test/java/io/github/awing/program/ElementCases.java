package io.github.awing.program;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Cases of operations on one or a few pixels, for tensors of many shapes, written and added. */
final class ElementCases {

  private ElementCases() {}

  static Stream<OpCase> all() {
    return Stream.concat(
            OpCases.FACES.stream()
                .flatMap(
                    faces ->
                        Stream.of(
                            new TensorShape(faces, 1, 1, 3),
                            new TensorShape(faces, 1, 1, 16),
                            new TensorShape(faces, 3, 5, 6),
                            new TensorShape(faces, 1, 4, 10),
                            new TensorShape(faces, 8, 8, 16),
                            new TensorShape(faces, 9, 7, 67),
                            new TensorShape(faces, 4, 2, 99),
                            new TensorShape(faces, 2, 3, 1100))),
            Stream.of(new TensorShape(1, 64, 64, 33)))
        .flatMap(ElementCases::of);
  }

  private static Stream<OpCase> of(TensorShape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    Numbers low = Numbers.random(shape, random);
    Numbers other = Numbers.random(shape, random);
    TensorShape doubled = shape.withPixels(2 * shape.height(), 2 * shape.width());
    Numbers high = Numbers.random(doubled, random);
    Stream<OpCase> written =
        Stream.of(
            one(new Op.Pool(), ElementReference.pool(high), high),
            one(new Op.PoolGradient(), ElementReference.poolGradient(low), low),
            one(new Op.UpsampleAdd(), ElementReference.upsampleAdd(high, low), high, low),
            one(new Op.UpsampleGradient(), ElementReference.upsampleGradient(high), high),
            one(new Op.Relu(), ElementReference.relu(low), low),
            one(
                new Op.ReluGradient(),
                ElementReference.reluGradient(ElementReference.relu(low), other),
                ElementReference.relu(low),
                other),
            one(new Op.ChannelsFirst(), ElementReference.channelsFirst(low), low),
            one(new Op.Add(), low, low),
            one(new Op.Add(), low.plus(other), low, other),
            one(new Op.Add(), low.plus(other).plus(low), low, other, low));
    return Stream.of(written, concatenations(low, random), channels(low), coordinates(low, random))
        .flatMap(cases -> cases)
        .flatMap(one -> Stream.of(one, one.adding(1, random)));
  }

  private static OpCase one(Op op, Numbers result, Numbers... reads) {
    return new OpCase(
        result.shape().faces(),
        op,
        Stream.of(reads).map(Given::tensor).toList(),
        Expected.tensor(result));
  }

  private static Stream<OpCase> concatenations(Numbers residual, SplittableRandom random) {
    int channels = residual.shape().channels();
    int third = channels / 3;
    return Stream.of(
            List.of(channels),
            List.of(third, channels - third),
            List.of(third, channels - 2 * third, third))
        .map(
            widths ->
                widths.stream()
                    .map(width -> Numbers.random(residual.shape().withChannels(width), random))
                    .toList())
        .map(
            parts ->
                one(
                    new Op.ConcatenateAdd(),
                    ElementReference.concatenateAdd(parts, residual),
                    Stream.concat(parts.stream(), Stream.of(residual)).toArray(Numbers[]::new)));
  }

  private static Stream<OpCase> channels(Numbers whole) {
    int channels = whole.shape().channels();
    return Stream.of(new int[] {0, channels}, new int[] {0, 1}, new int[] {1, channels - 1})
        .map(
            range ->
                one(
                    new Op.Channels(range[0]),
                    ElementReference.channels(whole, range[0], range[1]),
                    whole));
  }

  private static Stream<OpCase> coordinates(Numbers input, SplittableRandom random) {
    Numbers planes = ElementReference.channelsFirst(input);
    Stream<OpCase> layouts =
        Stream.of(
            one(new Op.Coordinates(true, false), input, planes),
            one(new Op.Coordinates(false, false), input, input));
    if (input.shape().height() == 1 || input.shape().width() == 1) {
      // The coordinates go from −1 to 1, which takes two pixels.
      return layouts;
    }
    Numbers heatmaps = heatmaps(input.shape().withChannels(5), random);
    Numbers without = ElementReference.coordinates(input, null);
    return Stream.concat(
        layouts,
        Stream.of(
            one(new Op.Coordinates(true, true), without, planes),
            one(new Op.Coordinates(false, true), without, input),
            one(
                new Op.Coordinates(false, true),
                ElementReference.coordinates(input, heatmaps),
                input,
                heatmaps)));
  }

  /** Heatmaps with many values at the threshold of the boundary, or one float above or below. */
  private static Numbers heatmaps(TensorShape shape, SplittableRandom random) {
    float threshold = Op.Coordinates.BOUNDARY_THRESHOLD;
    return Numbers.random(shape, random)
        .map(
            value ->
                switch (random.nextInt(4)) {
                  case 0 -> threshold;
                  case 1 -> Math.nextUp(threshold);
                  case 2 -> Math.nextDown(threshold);
                  default -> value;
                });
  }
}
