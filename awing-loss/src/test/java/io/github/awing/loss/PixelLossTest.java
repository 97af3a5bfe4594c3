package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Tests that hold for every loss of the paper's comparison. */
class PixelLossTest {

  private static final List<PixelLoss> LOSSES =
      List.of(
          new AdaptiveWing(),
          new AdaptiveWing(3, 0.2, 0.7, 2.5),
          new Wing(),
          new Wing(10, 2),
          new MeanSquaredError(),
          new MeanAbsoluteError(),
          new SmoothL1(),
          new SmoothL1(0.4));

  @Provide
  Arbitrary<PixelLoss> losses() {
    return Arbitraries.of(LOSSES);
  }

  static Stream<PixelLoss> all() {
    return LOSSES.stream();
  }

  @Property(seed = "1904073991")
  void isSymmetricInTheSignOfTheError(
      @ForAll("losses") PixelLoss loss, @ForAll @DoubleRange(min = 0, max = 50) double distance) {
    assertThat(loss.loss(0, -distance)).isEqualTo(loss.loss(0, distance));
    assertThat(loss.gradient(0, -distance)).isEqualTo(-loss.gradient(0, distance));
  }

  @Property(seed = "1904073991")
  void growsWithTheDistance(
      @ForAll("losses") PixelLoss loss,
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 0, max = 5) double near,
      @ForAll @DoubleRange(min = 1e-6, max = 5) @Scale(6) double farther) {
    assertThat(loss.loss(target, target + near + farther))
        .isGreaterThan(loss.loss(target, target + near));
    assertThat(loss.loss(target, target - near - farther))
        .isGreaterThan(loss.loss(target, target - near));
  }

  @Property(seed = "1904073991")
  void isZeroOnlyAtTheTarget(
      @ForAll("losses") PixelLoss loss,
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 1e-12, max = 1e12) @Scale(15) double distance) {
    assertThat(loss.loss(target, target)).isZero();
    assertThat(loss.gradient(target, target)).isZero();
    assertThat(loss.loss(0, distance)).isPositive();
    assertThat(loss.gradient(0, distance)).isPositive();
    assertThat(loss.loss(0, -distance)).isPositive();
    assertThat(loss.gradient(0, -distance)).isNegative();
  }

  @Property(seed = "1904073991")
  void hasTheGradientThatFiniteDifferencesGive(
      @ForAll("losses") PixelLoss loss,
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 0.01, max = 3) double distance) {
    double step = 1e-6;
    double prediction = target - distance;
    double slope =
        (loss.loss(target, prediction + step) - loss.loss(target, prediction - step)) / (2 * step);
    // Central differences straddle the bend, where the second derivative jumps.
    double precision = bends(loss, distance, step) ? 1e-3 : 1e-6;
    // Wing's slope jumps at its width.
    if (!(loss instanceof Wing wing && Math.abs(distance - wing.width()) <= step)) {
      assertThat(loss.gradient(target, prediction)).isCloseTo(slope, within(precision));
    }
  }

  private static boolean bends(PixelLoss loss, double distance, double step) {
    double bend =
        loss instanceof AdaptiveWing awing
            ? awing.theta()
            : loss instanceof SmoothL1 smooth ? smooth.beta() : 0;
    return Math.abs(distance - bend) <= 2 * step;
  }

  /** Compares value and slope from both sides of theta, for all hyper-parameters. */
  @Property(seed = "1904073991")
  void adaptiveWingIsContinuousAndOnceDifferentiableAtTheta(
      @ForAll @DoubleRange(min = 0.1, max = 50) double omega,
      @ForAll @DoubleRange(min = 0.05, max = 3) double theta,
      @ForAll @DoubleRange(min = 0.1, max = 5) double epsilon,
      @ForAll @DoubleRange(min = 2.01, max = 4) double alpha,
      @ForAll @DoubleRange(min = 0, max = 1) double target) {
    AdaptiveWing wing = new AdaptiveWing(omega, theta, epsilon, alpha);
    double step = 1e-7;
    double at = wing.loss(target, target + theta);
    double below = wing.loss(target, target + theta - step);
    double above = wing.loss(target, target + theta + step);
    double slope = wing.gradient(target, target + theta);
    double tolerance = 1e-5 * (1 + slope + omega * Math.pow(alpha / epsilon, 2));
    assertThat(at - below).isBetween(0.0, 2 * step * (slope + 1) + 1e-12);
    assertThat((at - below) / step).isCloseTo(slope, within(tolerance));
    assertThat((above - at) / step).isCloseTo(slope, within(tolerance));
    assertThat(wing.gradient(target, target + theta - step)).isCloseTo(slope, within(tolerance));
    assertThat(wing.gradient(target, target + theta + step)).isCloseTo(slope, within(tolerance));
  }

  @Property(seed = "1904073991")
  void isTheSameOnArraysAsOnScalars(
      @ForAll("losses") PixelLoss loss,
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = -3, max = 3) double prediction) {
    LossAndGradient evaluation =
        loss.evaluate(Nd4j.createFromArray(target), Nd4j.createFromArray(prediction));
    double expected = loss.loss(target, prediction);
    assertThat(evaluation.loss().getDouble(0)).isCloseTo(expected, within(1e-12 * (1 + expected)));
    double slope = loss.gradient(target, prediction);
    assertThat(evaluation.gradient().getDouble(0))
        .isCloseTo(slope, within(1e-12 * (1 + Math.abs(slope))));
  }

  /** Values by hand for d = 0.25 and d = 3, from the formulas in each loss's own paper. */
  @Test
  void otherLossesEqualTheirFormulas() {
    PixelLoss wing = new Wing(10, 2);
    assertThat(wing.loss(0.5, 0.75)).isCloseTo(10 * Math.log(1.125), within(1e-12));
    assertThat(wing.loss(0, 12)).isCloseTo(12 - (10 - 10 * Math.log(6)), within(1e-12));
    assertThat(wing.gradient(0, 3)).isCloseTo(10 / 5.0, within(1e-12));
    assertThat(wing.gradient(0, -12)).isEqualTo(-1);
    // Its curve holds below the width; at the width the line begins, on arrays too.
    assertThat(wing.gradient(0, 10)).isEqualTo(1);
    assertThat(wing.evaluate(Nd4j.zeros(1), Nd4j.ones(1).mul(10)).gradient().getDouble(0)).isOne();
    PixelLoss squared = new MeanSquaredError();
    assertThat(squared.loss(0.5, 0.75)).isEqualTo(0.0625);
    assertThat(squared.gradient(0, -3)).isEqualTo(-6);
    PixelLoss absolute = new MeanAbsoluteError();
    assertThat(absolute.loss(0.5, 0.25)).isEqualTo(0.25);
    assertThat(absolute.gradient(0, -3)).isEqualTo(-1);
    PixelLoss smooth = new SmoothL1();
    assertThat(smooth.loss(0.5, 0.75)).isEqualTo(0.03125);
    assertThat(smooth.loss(0, 3)).isEqualTo(2.5);
    assertThat(smooth.gradient(0, -3)).isEqualTo(-1);
    assertThat(smooth.gradient(0.5, 0.75)).isEqualTo(0.25);
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesJson(PixelLoss loss) throws IOException {
    ObjectMapper json = new ObjectMapper();
    String text = json.writerFor(PixelLoss.class).writeValueAsString(loss);
    assertThat(json.readValue(text, PixelLoss.class)).isEqualTo(loss);
    assertThat(text).contains("\"loss\":\"").doesNotContain("io.github");
  }

  @Test
  void theWeightedLossMapSurvivesJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    WeightedLossMap map = new WeightedLossMap(5, 0.3, 4);
    assertThat(json.readValue(json.writeValueAsString(map), WeightedLossMap.class)).isEqualTo(map);
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesArraysThatDoNotFit(PixelLoss loss) {
    INDArray two = Nd4j.createFromArray(0f, 1f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(two, Nd4j.createFromArray(0f, 1f, 2f)))
        .withMessageContaining("[2]")
        .withMessageContaining("[3]");
    INDArray whole = Nd4j.createFromArray(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.evaluate(whole, whole))
        .withMessageContaining("floating point");
  }

  @Test
  void refusesHyperParametersOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wing(0, 1))
        .withMessageStartingWith("width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wing(1, Double.NaN))
        .withMessageStartingWith("epsilon");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SmoothL1(Double.POSITIVE_INFINITY))
        .withMessageStartingWith("beta");
  }
}
