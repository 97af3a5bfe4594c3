package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests that hold for every decoder, and each decoder's distance from a Gaussian's centre. */
class HeatmapDecoderTest {

  private static final int SIZE = 32;
  private static final double SIGMA = 1.75;

  static Stream<HeatmapDecoder> all() {
    return HeatmapDecoder.NAMES.stream().map(HeatmapDecoder::named);
  }

  @Provide
  Arbitrary<HeatmapDecoder> decoders() {
    return Arbitraries.of(all().toList());
  }

  @Property(seed = "1904073991", tries = 200)
  void darkFindsTheCentreOfAGaussian(
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y) {
    assertFinds(new DarkDecoder(), gaussian(x, y, 1), x, y, 1e-3);
    assertFinds(new DarkDecoder(0), gaussian(x, y, 1), x, y, 1e-4);
  }

  @Property(seed = "1904073991", tries = 200)
  void softArgMaxFindsTheCentreOfAGaussian(
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y) {
    assertFinds(new SoftArgMax(), gaussian(x, y, 1), x, y, 0.1);
  }

  /** The targets are drawn so: 0 beyond three cells. */
  @Property(seed = "1904073991", tries = 200)
  void darkFindsTheCentreOfATruncatedGaussian(
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y) {
    INDArray heatmap = gaussian(x, y, 1);
    int column = (int) x;
    int row = (int) y;
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (Math.abs(i % SIZE - column) > 3 || Math.abs(i / SIZE - row) > 3) {
        heatmap.putScalar(new int[] {0, 0, i / SIZE, i % SIZE}, 0);
      }
    }
    assertFinds(new DarkDecoder(), heatmap, x, y, 0.1);
  }

  @Property(seed = "1904073991", tries = 100)
  void movesWithTheHeatmap(
      @ForAll("decoders") HeatmapDecoder decoder,
      @ForAll @IntRange(min = -4, max = 4) int right,
      @ForAll @IntRange(min = -4, max = 4) int down) {
    DecodedLandmarks here = decoder.decode(gaussian(15.8, 16.3, 1), 1);
    DecodedLandmarks there = decoder.decode(gaussian(15.8 + right, 16.3 + down, 1), 1);
    assertThat(there.x()[0][0]).isCloseTo(here.x()[0][0] + right, within(1e-3));
    assertThat(there.y()[0][0]).isCloseTo(here.y()[0][0] + down, within(1e-3));
  }

  @Property(seed = "1904073991", tries = 100)
  void turnsWithTheHeatmap(
      @ForAll("decoders") HeatmapDecoder decoder,
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y) {
    DecodedLandmarks straight = decoder.decode(gaussian(x, y, 1), 1);
    DecodedLandmarks swapped = decoder.decode(gaussian(y, x, 1), 1);
    assertThat(swapped.x()[0][0]).isCloseTo(straight.y()[0][0], within(1e-5));
    assertThat(swapped.y()[0][0]).isCloseTo(straight.x()[0][0], within(1e-5));
  }

  @Property(seed = "1904073991", tries = 100)
  void darkAndArgMaxDoNotDependOnTheHeight(
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y,
      @ForAll @DoubleRange(min = 0.05, max = 3) double height) {
    for (HeatmapDecoder decoder : List.of(new ArgMaxQuarter(), new DarkDecoder())) {
      DecodedLandmarks one = decoder.decode(gaussian(x, y, 1), 1);
      DecodedLandmarks other = decoder.decode(gaussian(x, y, height), 1);
      assertThat(other.x()[0][0]).isCloseTo(one.x()[0][0], within(1e-3));
      assertThat(other.confidence()[0][0]).isCloseTo(height * one.confidence()[0][0], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesNaNWithoutAFiniteValue(HeatmapDecoder decoder) {
    INDArray heatmaps = Nd4j.valueArrayOf(new long[] {1, 2, 8, 8}, Float.NaN, DataType.FLOAT);
    heatmaps.putScalar(new int[] {0, 1, 4, 3}, 0.5);
    DecodedLandmarks decoded = decoder.decode(heatmaps, 2);
    assertThat(decoded.x()[0][0]).isNaN();
    assertThat(decoded.y()[0][0]).isNaN();
    assertThat(decoded.confidence()[0][0]).isNaN();
    assertThat(decoded.x()[0][1]).isEqualTo(3.5);
    assertThat(decoded.y()[0][1]).isEqualTo(4.5);
    assertThat(decoded.confidence()[0][1]).isEqualTo(0.5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void staysInsideWhateverTheHeatmap(HeatmapDecoder decoder) {
    for (float corner : new float[] {0, 1, 1e30f, -1e30f}) {
      INDArray heatmap = Nd4j.zeros(DataType.FLOAT, 1, 1, 8, 8);
      heatmap.putScalar(new int[] {0, 0, 0, 7}, corner);
      heatmap.putScalar(new int[] {0, 0, 3, 3}, Float.POSITIVE_INFINITY);
      DecodedLandmarks decoded = decoder.decode(heatmap, 1);
      assertThat(decoded.x()[0][0]).isBetween(0.0, 8.0);
      assertThat(decoded.y()[0][0]).isBetween(0.0, 8.0);
    }
  }

  @Test
  void aFlatHeatmapHasItsFirstCellOrItsMiddle() {
    INDArray flat = Nd4j.ones(DataType.FLOAT, 1, 1, 8, 8);
    assertThat(new ArgMaxQuarter().decode(flat, 1).x()[0][0]).isEqualTo(0.5);
    assertThat(new DarkDecoder().decode(flat, 1).x()[0][0]).isEqualTo(0.5);
    assertThat(new SoftArgMax().decode(flat, 1).x()[0][0]).isCloseTo(4, within(1e-9));
  }

  /** The logarithm of an oblique Gaussian is also a parabola, with a mixed term. */
  @Property(seed = "1904073991", tries = 100)
  void darkFindsTheCentreOfAnObliqueGaussian(
      @ForAll @DoubleRange(min = 8, max = 24) double x,
      @ForAll @DoubleRange(min = 8, max = 24) double y,
      @ForAll @DoubleRange(min = -0.5, max = 0.5) double slant) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      double dx = i % SIZE + 0.5 - x;
      double dy = i / SIZE + 0.5 - y;
      values[i] = (float) Math.exp(-(dx * dx + 2 * slant * dx * dy + dy * dy) / 6);
    }
    INDArray heatmap = Nd4j.create(values, new long[] {1, 1, SIZE, SIZE}, 'c');
    assertFinds(new DarkDecoder(0), heatmap, x, y, 1e-3);
    assertFinds(new DarkDecoder(1), heatmap, x, y, 1e-2);
  }

  /** Compares with the explicit weighted sum for every cell; cells beyond the border are 0. */
  @Property(seed = "1904073991", tries = 100)
  void darkSmoothsByAGaussianOfItsSigma(
      @ForAll @IntRange(min = 2, max = 9) int column,
      @ForAll @IntRange(min = 2, max = 9) int row,
      @ForAll @DoubleRange(min = 0.8, max = 1.6) double sigma,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    int size = 12;
    float[] spikes = new float[size * size];
    spikes[row * size + column] = 2;
    spikes[row * size + column + 1] = (float) other;
    spikes[(row - 2) * size + column] = (float) (other / 2);
    spikes[(row + 1) * size + column - 2] = 0.3f;
    float[] smooth = new float[size * size];
    int radius = (int) Math.ceil(3 * sigma);
    for (int to = 0; to < smooth.length; to++) {
      for (int from = 0; from < spikes.length; from++) {
        int right = to % size - from % size;
        int down = to / size - from / size;
        if (Math.abs(right) <= radius && Math.abs(down) <= radius) {
          double square = right * right + down * down;
          smooth[to] += (float) (spikes[from] * Math.exp(-square / (2 * sigma * sigma)));
        }
      }
    }
    DecodedLandmarks decoded =
        new DarkDecoder(sigma).decode(Nd4j.create(spikes, new long[] {1, 1, size, size}, 'c'), 1);
    // The highest cell is the same, since the change of the others is too small.
    assertFinds(
        new DarkDecoder(0),
        Nd4j.create(smooth, new long[] {1, 1, size, size}, 'c'),
        decoded.x()[0][0],
        decoded.y()[0][0],
        1e-4);
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsTheFirstCell(HeatmapDecoder decoder) {
    INDArray heatmaps = Nd4j.valueArrayOf(new long[] {1, 3, 4, 4}, -9f, DataType.FLOAT);
    heatmaps.putScalar(new int[] {0, 0, 0, 0}, 0.5);
    // NaN hides the highest value from the fast search.
    heatmaps.putScalar(new int[] {0, 1, 0, 0}, 0.5);
    heatmaps.putScalar(new int[] {0, 1, 3, 3}, Float.POSITIVE_INFINITY);
    heatmaps.putScalar(new int[] {0, 2, 0, 1}, 0.5);
    heatmaps.putScalar(new int[] {0, 2, 2, 3}, Float.NaN);
    DecodedLandmarks decoded = decoder.decode(heatmaps, 3);
    for (int landmark = 0; landmark < 3; landmark++) {
      assertThat(decoded.x()[0][landmark]).isCloseTo(landmark < 2 ? 0.5 : 1.5, within(1e-9));
      assertThat(decoded.y()[0][landmark]).isCloseTo(0.5, within(1e-9));
      assertThat(decoded.confidence()[0][landmark]).isEqualTo(0.5);
    }
  }

  @Test
  void usesTheFirstOfEquallyHighCellsBesideNaN() {
    INDArray heatmap = Nd4j.zeros(DataType.FLOAT, 1, 1, 4, 4);
    heatmap.putScalar(new int[] {0, 0, 0, 2}, 1);
    heatmap.putScalar(new int[] {0, 0, 3, 1}, 1);
    heatmap.putScalar(new int[] {0, 0, 3, 3}, Float.POSITIVE_INFINITY);
    assertThat(new ArgMaxQuarter().decode(heatmap, 1).x()[0][0]).isEqualTo(2.5);
    assertThat(new ArgMaxQuarter().decode(heatmap, 1).y()[0][0]).isEqualTo(0.5);
  }

  /** Places beside each border, where a decoder would read beyond it. */
  @ParameterizedTest
  @CsvSource({"1.3, 15.2", "30.7, 15.2", "15.2, 1.3", "15.2, 30.7"})
  void darkDoesNotMoveNearTheBorder(double x, double y) {
    DecodedLandmarks decoded = new DarkDecoder().decode(gaussian(x, y, 1), 1);
    assertThat(decoded.x()[0][0]).isEqualTo(Math.floor(x) + 0.5);
    assertThat(decoded.y()[0][0]).isEqualTo(Math.floor(y) + 0.5);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 15.2", "31.7, 15.2", "15.2, 0.3", "15.2, 31.7"})
  void argMaxDoesNotMoveAtTheBorder(double x, double y) {
    DecodedLandmarks decoded = new ArgMaxQuarter().decode(gaussian(x, y, 1), 1);
    assertThat(decoded.x()[0][0]).isEqualTo(Math.floor(x) + 0.5);
    assertThat(decoded.y()[0][0]).isEqualTo(Math.floor(y) + 0.5);
  }

  /** The logarithm is constant along a diagonal: its second derivatives are all log(0.5) / 2. */
  @Test
  void darkDoesNotMoveOnARidge() {
    float[][] values = {
      {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f},
      {0.1f, 0.1f, 0.1f, 0.5f, 0.1f, 0.1f, 0.1f},
      {0.1f, 0.1f, 0.25f, 0.3f, 0.5f, 0.1f, 0.1f},
      {0.1f, 0.5f, 0.6f, 1f, 0.9f, 0.5f, 0.1f},
      {0.1f, 0.1f, 0.5f, 0.7f, 0.25f, 0.1f, 0.1f},
      {0.1f, 0.1f, 0.1f, 0.5f, 0.1f, 0.1f, 0.1f},
      {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f}
    };
    INDArray heatmap = Nd4j.createFromArray(values).reshape(1, 1, 7, 7);
    DecodedLandmarks decoded = new DarkDecoder(0).decode(heatmap, 1);
    assertThat(decoded.x()[0][0]).isEqualTo(3.5);
    assertThat(decoded.y()[0][0]).isEqualTo(3.5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theHighestMayBeBelowZero(HeatmapDecoder decoder) {
    INDArray heatmap = Nd4j.valueArrayOf(new long[] {1, 1, 8, 8}, -9f, DataType.FLOAT);
    heatmap.putScalar(new int[] {0, 0, 4, 3}, -0.5);
    DecodedLandmarks decoded = decoder.decode(heatmap, 1);
    assertThat(decoded.x()[0][0]).isCloseTo(3.5, within(1e-9));
    assertThat(decoded.y()[0][0]).isCloseTo(4.5, within(1e-9));
    assertThat(decoded.confidence()[0][0]).isEqualTo(-0.5);
  }

  @Test
  void refusesParametersOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DarkDecoder(-1))
        .withMessageContaining("sigma");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SoftArgMax(0))
        .withMessageContaining("sharpness");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeatmapDecoder.named("argmax"))
        .withMessageContaining("arg-max-quarter, dark, soft-arg-max");
  }

  private static void assertFinds(
      HeatmapDecoder decoder, INDArray heatmap, double x, double y, double precision) {
    DecodedLandmarks decoded = decoder.decode(heatmap, 1);
    assertThat(decoded.x()[0][0]).isCloseTo(x, within(precision));
    assertThat(decoded.y()[0][0]).isCloseTo(y, within(precision));
  }

  private static INDArray gaussian(double x, double y, double height) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      double square = Math.pow(i % SIZE + 0.5 - x, 2) + Math.pow(i / SIZE + 0.5 - y, 2);
      values[i] = (float) (height * Math.exp(-square / (2 * SIGMA * SIGMA)));
    }
    return Nd4j.create(values, new long[] {1, 1, SIZE, SIZE}, 'c');
  }
}
