package io.github.awing.loss;

import static io.github.awing.loss.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HeatmapLossTest {

  private static final List<PixelLoss> PIXEL_LOSSES =
      List.of(
          new AdaptiveWing(),
          new AdaptiveWing(3, 2, 0.7, 2.5),
          new AdaptiveWing(14, 5, 0.01, 4),
          new Wing(),
          new MeanSquaredError(),
          new MeanAbsoluteError(),
          new SmoothL1(0.4));

  /** All backends: float by both, double by ND4J's. */
  static Stream<Arguments> ways() {
    return Stream.of(Layout.values())
        .flatMap(
            layout ->
                Stream.of(
                    Arguments.of(layout, DataType.FLOAT, LossBackend.FUSED),
                    Arguments.of(layout, DataType.FLOAT, LossBackend.ND4J),
                    Arguments.of(layout, DataType.DOUBLE, LossBackend.AUTOMATIC)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void hasTheGoldenLossesAndGradientsOfEveryPixel(
      Layout layout, DataType type, LossBackend backend) {
    LossAndGradient plain =
        builder(new AdaptiveWing(), layout, backend)
            .reduction(Reduction.NONE)
            .build()
            .evaluate(golden("target", layout, type), golden("prediction", layout, type));
    LossAndGradient weighted =
        builder(new AdaptiveWing(), layout, backend)
            .weightMap(new WeightedLossMap())
            .reduction(Reduction.NONE)
            .build()
            .evaluate(golden("target", layout, type), golden("prediction", layout, type));
    double pixels = Golden.array("target").length();
    double precision = type == DataType.FLOAT ? 1e-5 : 1e-12;
    assertClose(plain.loss(), layout, Golden.array("loss"), precision);
    assertClose(plain.gradient(), layout, Golden.array("grad").mul(pixels), precision);
    assertClose(weighted.loss(), layout, Golden.weightedLoss(), precision);
    assertClose(weighted.gradient(), layout, Golden.array("weighted_grad").mul(pixels), precision);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void hasTheGoldenMeans(Layout layout, DataType type, LossBackend backend) {
    LossAndGradient evaluation =
        builder(new AdaptiveWing(), layout, backend)
            .weightMap(new WeightedLossMap())
            .build()
            .evaluate(golden("target", layout, type), golden("prediction", layout, type));
    double precision = type == DataType.FLOAT ? 1e-5 : 1e-12;
    assertThat(evaluation.loss().isScalar()).isTrue();
    assertThat(evaluation.loss().dataType()).isEqualTo(type);
    assertThat(evaluation.loss().getDouble(0))
        .isCloseTo(Golden.number("weighted_mean"), withinPercentage(100 * precision));
    assertClose(evaluation.gradient(), layout, Golden.array("weighted_grad"), precision);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void sumsToTheMeanTimesThePixels(Layout layout, DataType type, LossBackend backend) {
    LossAndGradient sum =
        builder(new AdaptiveWing(), layout, backend)
            .reduction(Reduction.SUM)
            .build()
            .evaluate(golden("target", layout, type), golden("prediction", layout, type));
    double pixels = Golden.array("target").length();
    assertThat(sum.loss().getDouble(0))
        .isCloseTo(Golden.number("mean") * pixels, withinPercentage(1e-3));
    assertClose(sum.gradient(), layout, Golden.array("grad").mul(pixels), 1e-5);
  }

  /** Compares with scalar maths in double and an explicit dilation, for heatmaps of any size. */
  @Property(seed = "1904073991", tries = 60)
  void isWeightTimesLossAtEveryPixel(
      @ForAll @IntRange(min = 1, max = 3) int faces,
      @ForAll @IntRange(min = 1, max = 40) int channels,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 0, max = 3) int radius,
      @ForAll Layout layout,
      @ForAll LossBackend backend,
      @ForAll @IntRange(min = 0, max = 6) int which,
      @ForAll long seed) {
    PixelLoss pixelLoss = PIXEL_LOSSES.get(which);
    WeightedLossMap map = new WeightedLossMap(2 * radius + 1, 0.3, 7);
    INDArray targets = Heatmaps.targets(seed, DataType.FLOAT, faces, channels, height, width);
    INDArray predictions =
        Heatmaps.predictions(seed + 1, DataType.FLOAT, faces, channels, height, width);
    LossAndGradient evaluation =
        builder(pixelLoss, layout, backend)
            .weightMap(map)
            .reduction(Reduction.NONE)
            .build()
            .evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions));
    float[] losses = Heatmaps.toNchw(layout, evaluation.loss()).data().asFloat();
    float[] gradients = Heatmaps.toNchw(layout, evaluation.gradient()).data().asFloat();
    float[] y = targets.data().asFloat();
    float[] p = predictions.data().asFloat();
    for (int i = 0; i < y.length; i++) {
      double weight = reaches(y, i, height, width, radius, 0.3f) ? 8 : 1;
      double loss = weight * pixelLoss.loss(y[i], p[i]);
      double gradient = weight * pixelLoss.gradient(y[i], p[i]);
      assertThat((double) losses[i]).isCloseTo(loss, within(1e-5 * loss + 1e-30));
      assertThat((double) gradients[i])
          .isCloseTo(gradient, within(1e-5 * Math.abs(gradient) + 1e-30));
    }
  }

  private static boolean reaches(
      float[] targets, int pixel, int height, int width, int radius, float threshold) {
    int plane = pixel / (height * width) * height * width;
    int row = (pixel - plane) / width;
    int column = (pixel - plane) % width;
    for (int y = Math.max(0, row - radius); y <= Math.min(height - 1, row + radius); y++) {
      for (int x = Math.max(0, column - radius); x <= Math.min(width - 1, column + radius); x++) {
        if (targets[plane + y * width + x] >= threshold) {
          return true;
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void ignoresPixelsOfMaskZeroForAnyValue(Layout layout, DataType type, LossBackend backend) {
    INDArray visible = Nd4j.createFromArray(new float[][] {{1, 0, 1}, {0.5f, 1, 0}});
    INDArray targets = Heatmaps.targets(1, type, 2, 3, 9, 7);
    INDArray predictions = Heatmaps.predictions(2, type, 2, 3, 9, 7);
    HeatmapLoss loss =
        builder(new AdaptiveWing(), layout, backend)
            .weightMap(new WeightedLossMap())
            .reduction(Reduction.NONE)
            .build();
    LossAndGradient all =
        loss.evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions));
    INDArray garbledTargets = targets.dup();
    INDArray garbledPredictions = predictions.dup();
    for (int pixel = 0; pixel < 63; pixel++) {
      garbledTargets.putScalar(new int[] {0, 1, pixel / 7, pixel % 7}, -1);
      garbledTargets.putScalar(new int[] {1, 2, pixel / 7, pixel % 7}, Double.NaN);
      garbledPredictions.putScalar(new int[] {0, 1, pixel / 7, pixel % 7}, Double.NaN);
    }
    LossAndGradient masked =
        loss.evaluate(
            Heatmaps.in(layout, garbledTargets), Heatmaps.in(layout, garbledPredictions), visible);
    INDArray factors = visible.castTo(type).reshape(2, 3, 1, 1).broadcast(2L, 3, 9, 7);
    assertClose(masked.loss(), layout, Heatmaps.toNchw(layout, all.loss()).mul(factors), 1e-12);
    assertClose(
        masked.gradient(), layout, Heatmaps.toNchw(layout, all.gradient()).mul(factors), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void takesWeightsOfPixels(Layout layout, DataType type, LossBackend backend) {
    INDArray targets = Heatmaps.targets(1, type, 2, 3, 9, 7);
    INDArray predictions = Heatmaps.predictions(2, type, 2, 3, 9, 7);
    HeatmapLoss loss =
        builder(new AdaptiveWing(), layout, backend).reduction(Reduction.NONE).build();
    INDArray all =
        Heatmaps.toNchw(
            layout,
            loss.evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions)).loss());

    INDArray ofOneChannel = Heatmaps.targets(3, type, 2, 1, 9, 7);
    INDArray shared =
        loss.evaluate(
                Heatmaps.in(layout, targets),
                Heatmaps.in(layout, predictions),
                Heatmaps.in(layout, ofOneChannel))
            .loss();
    assertClose(shared, layout, all.mul(ofOneChannel.broadcast(2L, 3, 9, 7)), 1e-6);

    INDArray ofAll = Heatmaps.targets(4, type, 2, 3, 9, 7);
    INDArray own =
        loss.evaluate(
                Heatmaps.in(layout, targets),
                Heatmaps.in(layout, predictions),
                Heatmaps.in(layout, ofAll))
            .loss();
    assertClose(own, layout, all.mul(ofAll), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void dividesTheMeanByAllPixelsForAnyMask(Layout layout, DataType type, LossBackend backend) {
    INDArray targets = Heatmaps.in(layout, Nd4j.zeros(type, 1, 2, 4, 4));
    INDArray predictions = targets.add(1);
    HeatmapLoss loss = builder(new MeanAbsoluteError(), layout, backend).build();
    INDArray half = Nd4j.createFromArray(new double[][] {{1, 0}});
    assertThat(loss.evaluate(targets, predictions, half).loss().getDouble(0)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void refusesTargetsOutOfRangeOrMovesThem(Layout layout, DataType type, LossBackend backend) {
    INDArray targets = Heatmaps.in(layout, Nd4j.zeros(type, 1, 2, 4, 4));
    INDArray predictions = Heatmaps.in(layout, Heatmaps.predictions(1, type, 1, 2, 4, 4));
    HeatmapLoss refusing = builder(new AdaptiveWing(), layout, backend).build();
    HeatmapLoss clamping =
        builder(new AdaptiveWing(), layout, backend).targetRange(TargetRange.CLAMP).build();

    targets.data().put(5, 1);
    double atOne = refusing.evaluate(targets, predictions).loss().getDouble(0);
    targets.data().put(5, 1.00005);
    assertThat(refusing.evaluate(targets, predictions).loss().getDouble(0)).isEqualTo(atOne);
    targets.data().put(5, 255);
    assertThat(clamping.evaluate(targets, predictions).loss().getDouble(0)).isEqualTo(atOne);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refusing.evaluate(targets, predictions))
        .withMessageContaining("0.0 to 255.0")
        .withMessageContaining("CLAMP");
    targets.data().put(5, -0.5);
    targets.data().put(6, Double.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refusing.evaluate(targets, predictions))
        .withMessageContaining("-0.5 to ");
    assertThat(clamping.evaluate(targets, predictions).loss().getDouble(0)).isNaN();
    targets.assign(Double.NaN);
    assertThat(refusing.evaluate(targets, predictions).loss().getDouble(0)).isNaN();
  }

  /**
   * Hyper-parameters whose powers are floats with room to spare, sharply bent ones, and those whose
   * powers are not floats.
   */
  @ParameterizedTest
  @CsvSource({
    "14, 0.5, 1, 2.1",
    "14, 0.5, 0.1, 2.1",
    "5, 2, 0.5, 3",
    "1, 0.9, 0.05, 2.5",
    "14, 0.9, 0.01, 5.9",
    "14, 0.9, 0.001, 6",
    "14, 0.5, 5e-7, 2.1",
    "14, 0.5, 2e6, 2.1",
    "2e6, 0.5, 1, 2.1",
    "14, 5e-7, 1, 2.1",
    "14, 0.5, 1, 21",
    // Beyond what floats can hold on the way.
    "1e39, 1e-5, 1, 6",
    "14, 0.5, 1e-30, 2.1",
    "14, 0.5, 1e10, 2.1",
    "14, 0.9, 1, 200"
  })
  void agreesWithScalarMathsForAllHyperParameters(
      double omega, double theta, double epsilon, double alpha) {
    AdaptiveWing wing = new AdaptiveWing(omega, theta, epsilon, alpha);
    float[] targets = new float[1600];
    float[] predictions = new float[1600];
    for (int i = 0; i < 1600; i++) {
      targets[i] = i % 40 / 39f;
      predictions[i] = targets[i] + (i / 40 - 19.5f) / 13;
    }
    LossAndGradient evaluation =
        builder(wing, Layout.NCHW, LossBackend.FUSED)
            .reduction(Reduction.NONE)
            .build()
            .evaluate(
                Nd4j.create(targets, new long[] {1, 1, 40, 40}, 'c'),
                Nd4j.create(predictions, new long[] {1, 1, 40, 40}, 'c'));
    float[] losses = evaluation.loss().dup('c').data().asFloat();
    float[] gradients = evaluation.gradient().dup('c').data().asFloat();
    for (int i = 0; i < 1600; i++) {
      double loss = wing.loss(targets[i], predictions[i]);
      double gradient = wing.gradient(targets[i], predictions[i]);
      assertThat((double) losses[i]).as("pixel %d", i).isCloseTo(loss, within(1e-4 * loss + 1e-30));
      assertThat((double) gradients[i])
          .as("pixel %d", i)
          .isCloseTo(gradient, within(1e-4 * Math.abs(gradient) + 1e-30));
    }
  }

  @Test
  void aTargetMayBeBeyondItsRangeByRounding() {
    assertThat(TargetRange.isBeyond(-1e-4)).isFalse();
    assertThat(TargetRange.isBeyond(1 + 1e-4)).isFalse();
    assertThat(TargetRange.isBeyond(Math.nextDown(-1e-4))).isTrue();
    assertThat(TargetRange.isBeyond(Math.nextUp(1 + 1e-4))).isTrue();
    assertThat(TargetRange.isBeyond(Double.NaN)).isFalse();
  }

  /** The result is the same for any number of threads. */
  @ParameterizedTest
  @EnumSource(LossBackend.class)
  void givesTheRangeOfAllTargets(LossBackend backend) {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 4, 20, 64, 64);
    targets.putScalar(new int[] {0, 3, 5, 5}, 255);
    targets.putScalar(new int[] {3, 19, 63, 63}, -2);
    HeatmapLoss loss = builder(new AdaptiveWing(), Layout.NCHW, backend).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(targets, targets.dup()))
        .withMessageStartingWith("targets must be in 0 to 1, but these are in -2.0 to 255.0");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isFiniteForFiniteInputs(Layout layout, DataType type, LossBackend backend) {
    double largest = type == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
    double smallest = type == DataType.FLOAT ? Float.MIN_VALUE : Double.MIN_VALUE;
    double[] values = {
      0, 1, 0.5, -0.5, 1.5, smallest, -smallest, 1e-20, 1e20, -1e20, largest, -largest, 1e-45, 0.5
    };
    for (PixelLoss pixelLoss : PIXEL_LOSSES) {
      for (double target : new double[] {0, smallest, 0.1, 0.5, 1 - 1e-7, 1}) {
        INDArray predictions = Nd4j.createFromArray(values).castTo(type).reshape(1, 2, 7, 1);
        INDArray targets = Nd4j.valueArrayOf(predictions.shape(), target, type);
        for (Reduction reduction : Reduction.values()) {
          LossAndGradient evaluation =
              builder(pixelLoss, layout, backend)
                  .weightMap(new WeightedLossMap())
                  .reduction(reduction)
                  .build()
                  .evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions));
          assertFinite(evaluation.loss());
          assertFinite(evaluation.gradient());
        }
      }
    }
  }

  private static void assertFinite(INDArray array) {
    for (double value : array.dup('c').data().asDouble()) {
      assertThat(value).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void propagatesNaN(Layout layout, DataType type, LossBackend backend) {
    INDArray targets = Nd4j.zeros(type, 1, 1, 1, 3);
    INDArray predictions =
        Nd4j.createFromArray(Double.NaN, 0, 0.1).castTo(type).reshape(1, 1, 1, 3);
    for (PixelLoss pixelLoss : PIXEL_LOSSES) {
      LossAndGradient evaluation =
          builder(pixelLoss, layout, backend)
              .weightMap(new WeightedLossMap())
              .reduction(Reduction.NONE)
              .build()
              .evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions));
      assertThat(evaluation.loss().getDouble(0)).as("%s", pixelLoss).isNaN();
      assertThat(evaluation.gradient().getDouble(0)).as("%s", pixelLoss).isNaN();
      assertThat(evaluation.loss().getDouble(1)).as("%s", pixelLoss).isZero();
      assertThat(evaluation.gradient().getDouble(1)).as("%s", pixelLoss).isZero();
      assertThat(evaluation.loss().getDouble(2)).as("%s", pixelLoss).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(LossBackend.class)
  void takesEveryMemoryOrderAndKeepsItsInputs(LossBackend backend) {
    INDArray targets = Heatmaps.targets(1, DataType.FLOAT, 2, 3, 9, 7);
    INDArray predictions = Heatmaps.predictions(2, DataType.FLOAT, 2, 3, 9, 7);
    HeatmapLoss loss = builder(new AdaptiveWing(), Layout.NCHW, backend).build();
    LossAndGradient expected = loss.evaluate(targets, predictions);
    LossAndGradient other =
        loss.evaluate(targets.dup('f'), predictions.permute(0, 2, 3, 1).dup().permute(0, 3, 1, 2));
    assertSameBits(other.loss(), expected.loss());
    assertSameBits(other.gradient(), expected.gradient());
    assertSameBits(targets, Heatmaps.targets(1, DataType.FLOAT, 2, 3, 9, 7));
    assertSameBits(predictions, Heatmaps.predictions(2, DataType.FLOAT, 2, 3, 9, 7));
  }

  /** A single float sum over this many pixels is wrong in the third digit. */
  @ParameterizedTest
  @EnumSource(LossBackend.class)
  void keepsTheMeanOfMillionsOfFloatsAccurate(LossBackend backend) {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 4, 99, 64, 64);
    INDArray predictions = targets.add(0.1);
    double expected = new AdaptiveWing().loss(0, 0.1f);
    HeatmapLoss loss = builder(new AdaptiveWing(), Layout.NCHW, backend).build();
    assertThat(loss.evaluate(targets, predictions).loss().getDouble(0))
        .isCloseTo(expected, withinPercentage(1e-3));
  }

  @Test
  void paperIsThePapersLoss() {
    assertThat(HeatmapLoss.paper())
        .isEqualTo(
            new HeatmapLoss(
                new AdaptiveWing(14, 0.5, 1, 2.1),
                Optional.of(new WeightedLossMap(3, 0.2, 10)),
                Reduction.MEAN,
                TargetRange.REFUSE,
                Layout.NCHW,
                LossBackend.AUTOMATIC));
  }

  @Test
  void refusesArraysThatDoNotFit() {
    HeatmapLoss loss = HeatmapLoss.paper();
    INDArray heatmaps = Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(Nd4j.zeros(DataType.FLOAT, 2, 3, 5, 4), heatmaps))
        .withMessageContaining("targets are FLOAT [2, 3, 5, 4]")
        .withMessageContaining("predictions are FLOAT [2, 3, 4, 5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(Nd4j.zeros(DataType.DOUBLE, 2, 3, 4, 5), heatmaps))
        .withMessageContaining("targets are DOUBLE");
    INDArray flat = Nd4j.zeros(DataType.FLOAT, 6, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(flat, flat.dup()))
        .withMessageContaining("[N, C, H, W]")
        .withMessageContaining("[6, 20]");
    INDArray whole = Nd4j.zeros(DataType.INT32, 2, 3, 4, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(whole, whole.dup()))
        .withMessageContaining("floating point");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(heatmaps, heatmaps.dup(), Nd4j.ones(3, 2)))
        .withMessageContaining("[2, 3], [2, 1, 4, 5] or theirs, but this has [3, 2]");
  }

  @Test
  void refusesToFuseUnsupportedArrays() {
    INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 1, 1, 2, 2);
    HeatmapLoss fused = builder(new AdaptiveWing(), Layout.NCHW, LossBackend.FUSED).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fused.evaluate(doubles, doubles.dup()))
        .withMessageContaining("LossBackend.FUSED")
        .withMessageContaining("DOUBLE");
  }

  private static HeatmapLoss.Builder builder(
      PixelLoss pixelLoss, Layout layout, LossBackend backend) {
    return new HeatmapLoss.Builder(pixelLoss).layout(layout).backend(backend);
  }

  private static INDArray golden(String name, Layout layout, DataType type) {
    return Heatmaps.in(layout, Golden.array(name).castTo(type));
  }

  /**
   * Compares relative to each number's size, but at least to a twentieth of the largest. Small
   * losses are less exact: the golden numbers took the logarithm of a rounded 1 + x, and targets
   * and predictions rounded to floats have an uncertain small distance.
   */
  private static void assertClose(
      INDArray actual, Layout layout, INDArray expected, double precision) {
    double[] ours = Heatmaps.toNchw(layout, actual).castTo(DataType.DOUBLE).data().asDouble();
    double[] theirs = expected.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    double least = expected.amaxNumber().doubleValue() / 20;
    for (int i = 0; i < theirs.length; i++) {
      double size = Math.max(Math.abs(theirs[i]), least);
      assertThat(ours[i]).isCloseTo(theirs[i], within(precision * size));
    }
  }
}
