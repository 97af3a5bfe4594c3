package io.github.awing.program;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Layout;
import io.github.awing.loss.WeightedLossMap;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the references' gradients with central differences of their forward passes. */
class ReferenceTest {

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private final SplittableRandom random = new SplittableRandom(7);

  /** The gradient, by central differences, of a number that depends on others. */
  private static Numbers differences(Numbers at, ToDoubleFunction<Numbers> number) {
    Numbers differences = Numbers.zeros(at.shape());
    for (int i = 0; i < at.values().length; i++) {
      Numbers more = new Numbers(at.shape(), at.values().clone());
      more.values()[i] += STEP;
      Numbers less = new Numbers(at.shape(), at.values().clone());
      less.values()[i] -= STEP;
      differences.values()[i] =
          (number.applyAsDouble(more) - number.applyAsDouble(less)) / (2 * STEP);
    }
    return differences;
  }

  /** The sum of the products, whose gradient by the numbers is the given gradient. */
  private static double product(Numbers numbers, Numbers gradient) {
    double sum = 0;
    for (int i = 0; i < numbers.values().length; i++) {
      sum += numbers.values()[i] * gradient.values()[i];
    }
    return sum;
  }

  private static void requireClose(Numbers found, Numbers expected) {
    Closeness.require("the reference", found.values(), expected.values(), TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "3, 1, 1", "3, 1, 0", "3, 2, 1", "7, 2, 3", "1, 2, 0", "1, 1, 1"})
  void convolution(int kernel, int stride, int padding) {
    ConvolutionReference convolution = new ConvolutionReference(kernel, stride, padding, 3, 2);
    Numbers input = Numbers.random(new TensorShape(2, 5, 4, 3), random);
    Numbers weights = Numbers.random(convolution.weights(), -1, 1, random);
    Numbers bias = Numbers.random(2, -1, 1, random);
    Numbers gradient = Numbers.random(convolution.output(input.shape()), random);
    requireClose(
        convolution.inputGradient(input.shape(), weights, gradient),
        differences(input, x -> product(convolution.forward(x, weights, bias, false), gradient)));
    requireClose(
        convolution.weightGradient(input, gradient),
        differences(weights, w -> product(convolution.forward(input, w, bias, false), gradient)));
    requireClose(
        convolution.biasGradient(gradient),
        differences(bias, b -> product(convolution.forward(input, weights, b, false), gradient)));
  }

  @Test
  void batchNormalisation() {
    BatchNormReference reference = new BatchNormReference(1e-5);
    int channels = 3;
    Numbers input = Numbers.random(new TensorShape(2, 3, 2, channels), random);
    Numbers statistics = BatchNormReference.statistics(input);
    Numbers parameters = Numbers.random(4 * channels, 0.5, 1.5, random);
    Numbers gradient = Numbers.random(input.shape(), random);
    Numbers gradients = reference.parameterGradients(input, gradient, statistics, parameters, 0.9);
    Numbers numerical =
        differences(parameters, p -> product(reference.forward(input, statistics, p), gradient));
    Closeness.require(
        "the reference",
        Arrays.copyOf(gradients.values(), 2 * channels),
        Arrays.copyOf(numerical.values(), 2 * channels),
        TOLERANCE);
    requireClose(
        reference.inputGradient(
            input, gradient, statistics, parameters, BatchNormReference.sums(gradients, channels)),
        differences(
            input,
            x ->
                product(
                    reference.forward(x, BatchNormReference.statistics(x), parameters), gradient)));
  }

  @Test
  void runningStatisticsKeepTheirShare() {
    Numbers input = Numbers.vector(1, 3, 8);
    Numbers one = new Numbers(new TensorShape(3, 1, 1, 1), input.values());
    Numbers statistics = BatchNormReference.statistics(one);
    Closeness.require("the reference", statistics.values(), new double[] {4, 26 / 3.0}, 1e-12);
    Numbers gradients =
        new BatchNormReference(0)
            .parameterGradients(one, one, statistics, Numbers.vector(1, 0, 10, 20), 0.75);
    // To 0.75 · 10 + 0.25 · 4, and to 0.75 · 20 + 0.25 · 13, the unbiased variance.
    Closeness.require(
        "the reference",
        Arrays.copyOfRange(gradients.values(), 2, 4),
        new double[] {10 - 8.5, 20 - 18.25},
        1e-12);
  }

  @Test
  void elements() {
    TensorShape low = new TensorShape(2, 3, 2, 2);
    Numbers small = Numbers.random(low, random);
    Numbers ofSmall = Numbers.random(low, random);
    Numbers large = Numbers.random(low.withPixels(6, 4), random);
    Numbers ofLarge = Numbers.random(large.shape(), random);
    require(large, ofSmall, ElementReference::pool, ElementReference.poolGradient(ofSmall));
    require(
        small,
        ofLarge,
        x -> ElementReference.upsampleAdd(large, x),
        ElementReference.upsampleGradient(ofLarge));
    require(
        small,
        ofSmall,
        ElementReference::relu,
        ElementReference.reluGradient(ElementReference.relu(small), ofSmall));
    Numbers whole = Numbers.random(low.withChannels(4), random);
    Numbers ofWhole = Numbers.random(whole.shape(), random);
    require(
        small,
        ofWhole,
        x -> ElementReference.concatenateAdd(List.of(ofSmall, x), whole),
        ElementReference.channels(ofWhole, 2, 2));
  }

  private static void require(
      Numbers at, Numbers outputGradient, UnaryOperator<Numbers> forward, Numbers gradient) {
    requireClose(gradient, differences(at, x -> product(forward.apply(x), outputGradient)));
  }

  @Test
  void loss() {
    HeatmapLoss loss =
        new HeatmapLoss.Builder(new AdaptiveWing())
            .weightMap(new WeightedLossMap())
            .layout(Layout.NHWC)
            .build();
    LossReference reference = new LossReference(loss, 0.6);
    TensorShape shape = new TensorShape(2, 4, 3, 2);
    Numbers predictions = Numbers.random(shape, random);
    Numbers targets = Numbers.random(shape, random).map(value -> Math.pow(value, 20));
    Numbers mask = new Numbers(shape.withPixels(1, 1), new double[] {1, 0, 0.5, 1});
    requireClose(
        reference.gradient(predictions, targets, mask),
        differences(predictions, p -> reference.value(p, targets, mask)));
  }
}
