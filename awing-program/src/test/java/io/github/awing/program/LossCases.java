package io.github.awing.program;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Layout;
import io.github.awing.loss.MeanAbsoluteError;
import io.github.awing.loss.MeanSquaredError;
import io.github.awing.loss.PixelLoss;
import io.github.awing.loss.Reduction;
import io.github.awing.loss.SmoothL1;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.loss.Wing;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Cases of losses, with few and many heatmaps, with and without the weighted loss map and a mask.
 */
final class LossCases {

  private LossCases() {}

  private static HeatmapLoss.Builder of(PixelLoss pixelLoss) {
    return new HeatmapLoss.Builder(pixelLoss).layout(Layout.NHWC);
  }

  static Stream<OpCase> all() {
    List<HeatmapLoss> losses =
        List.of(
            of(new AdaptiveWing()).weightMap(new WeightedLossMap()).build(),
            of(new AdaptiveWing())
                .weightMap(new WeightedLossMap(5, 0.4, 3))
                .reduction(Reduction.SUM)
                .build(),
            of(new AdaptiveWing(8, 0.3, 0.7, 2.5)).build(),
            of(new Wing()).build(),
            of(new SmoothL1()).build(),
            of(new MeanSquaredError()).weightMap(new WeightedLossMap()).build(),
            of(new MeanAbsoluteError()).build());
    return OpCases.FACES.stream()
        .flatMap(
            faces ->
                Stream.of(
                    new TensorShape(faces, 1, 1, 6),
                    new TensorShape(faces, 5, 7, 3),
                    new TensorShape(faces, 8, 8, 16),
                    new TensorShape(faces, 9, 6, 99)))
        .flatMap(shape -> losses.stream().flatMap(loss -> of(loss, shape)));
  }

  private static Stream<OpCase> of(HeatmapLoss loss, TensorShape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    LossReference reference = new LossReference(loss, 0.6);
    Numbers predictions = Numbers.random(shape, random).map(value -> value * 1.2).asFloats();
    // Mostly dark, so that the dilated targets reach the threshold in about half of the pixels.
    Numbers targets = Numbers.random(shape, random).map(value -> Math.pow(value, 20)).asFloats();
    targets.values()[0] = 0.2f;
    Numbers mask =
        Numbers.random(shape.withPixels(1, 1), random)
            .map(value -> value < -0.4 ? 0 : value < 0.6 ? 1 : 0.5);
    mask.values()[0] = 1;
    mask.values()[1] = 0;
    Numbers hidden = new Numbers(shape, targets.values().clone());
    hidden.values()[1] = Double.NaN;
    return Stream.of(
        one(reference, predictions, targets, null), one(reference, predictions, hidden, mask));
  }

  private static OpCase one(
      LossReference reference, Numbers predictions, Numbers targets, Numbers mask) {
    return new OpCase(
        predictions.shape().faces(),
        new Op.Loss(reference.loss(), reference.scale(), 1),
        List.of(
            Given.tensor(predictions),
            Given.tensor(targets),
            mask == null
                ? Given.missing(predictions.shape().withPixels(1, 1))
                : Given.tensor(mask)),
        Expected.tensor(reference.gradient(predictions, targets, mask)),
        Expected.loss(reference.value(predictions, targets, mask)));
  }
}
