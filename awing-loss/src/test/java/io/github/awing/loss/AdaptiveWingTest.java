package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdaptiveWingTest {

  private static final AdaptiveWing PAPER = new AdaptiveWing();

  @Test
  void hasTheGoldenLossAndGradientAtEveryPoint() {
    for (Golden.Point point : Golden.points()) {
      double lossTolerance = 1e-12 * Math.max(1, Math.abs(point.loss()));
      double gradientTolerance = 1e-12 * Math.max(1, Math.abs(point.gradient()));
      assertThat(point.wing().loss(point.target(), point.prediction()))
          .as("loss at %s", point)
          .isCloseTo(point.loss(), within(lossTolerance));
      assertThat(point.wing().gradient(point.target(), point.prediction()))
          .as("gradient at %s", point)
          .isCloseTo(point.gradient(), within(gradientTolerance));
    }
  }

  @Test
  void hasTheGoldenLossAndGradientOnArrays() {
    INDArray target = Golden.array("target");
    AdaptiveWing.Evaluation evaluation = PAPER.evaluate(target, Golden.array("prediction"));
    assertThat(evaluation.loss().equalsWithEps(Golden.array("loss"), 1e-12)).isTrue();
    // The golden gradient is that of the mean over all elements.
    INDArray ofMean = evaluation.gradient().div(target.length());
    assertThat(ofMean.equalsWithEps(Golden.array("grad"), 1e-14)).isTrue();
    assertThat(evaluation.loss().meanNumber().doubleValue())
        .isCloseTo(Golden.mean("mean"), within(1e-12));
  }

  @Test
  void isAsGoodAsFloatsAllowOnFloats() {
    AdaptiveWing.Evaluation evaluation =
        PAPER.evaluate(
            Golden.array("target").castTo(DataType.FLOAT),
            Golden.array("prediction").castTo(DataType.FLOAT));
    assertThat(evaluation.loss().castTo(DataType.DOUBLE).equalsWithEps(Golden.array("loss"), 2e-5))
        .isTrue();
  }

  @Property(seed = "1904073991")
  void isTheSameOnArraysAsOnScalars(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = -3, max = 3) double prediction) {
    AdaptiveWing wing = new AdaptiveWing(5, 0.3, 0.7, 2.5);
    AdaptiveWing.Evaluation evaluation =
        wing.evaluate(Nd4j.createFromArray(target), Nd4j.createFromArray(prediction));
    assertThat(evaluation.loss().getDouble(0))
        .isCloseTo(wing.loss(target, prediction), within(1e-9));
    assertThat(evaluation.gradient().getDouble(0))
        .isCloseTo(wing.gradient(target, prediction), within(1e-9));
  }

  @Property(seed = "1904073991")
  void isZeroAtTheTargetAndGrowsWithTheDistance(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 0, max = 5) double near,
      @ForAll @DoubleRange(min = 0, max = 5) double farther) {
    assertThat(PAPER.loss(target, target)).isZero();
    assertThat(PAPER.gradient(target, target)).isZero();
    assertThat(PAPER.loss(target, target + near + farther))
        .isGreaterThanOrEqualTo(PAPER.loss(target, target + near));
    assertThat(PAPER.loss(target, target - near))
        .isCloseTo(PAPER.loss(target, target + near), within(1e-9));
    assertThat(PAPER.gradient(target, target - near))
        .isCloseTo(-PAPER.gradient(target, target + near), within(1e-9));
  }

  @Property(seed = "1904073991")
  void hasTheGradientThatFiniteDifferencesGive(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 0.01, max = 3) double distance) {
    double step = 1e-6;
    double prediction = target - distance;
    double slope =
        (PAPER.loss(target, prediction + step) - PAPER.loss(target, prediction - step))
            / (2 * step);
    // Central differences straddle the bend at theta, where the second derivative jumps.
    assertThat(PAPER.gradient(target, prediction)).isCloseTo(slope, within(1e-3));
  }

  /** With d / omega in place of d / epsilon, a widely copied mistake, the loss jumps here. */
  @ParameterizedTest
  @CsvSource({"0", "0.2", "0.5", "1"})
  void doesNotJumpAtTheta(double target) {
    double below = PAPER.loss(target, target + PAPER.theta() - 1e-9);
    double above = PAPER.loss(target, target + PAPER.theta() + 1e-9);
    assertThat(above).isCloseTo(below, within(1e-6)).isGreaterThan(1);
  }

  @Property(seed = "1904073991")
  void staysFiniteForHugePredictions(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = -1e30, max = 1e30) double prediction) {
    AdaptiveWing.Evaluation evaluation =
        PAPER.evaluate(
            Nd4j.createFromArray((float) target), Nd4j.createFromArray((float) prediction));
    assertThat(evaluation.loss().getFloat(0)).isFinite();
    assertThat(evaluation.gradient().getFloat(0)).isFinite();
  }

  @Test
  void doesNotHideANaN() {
    assertThat(PAPER.loss(0, Double.NaN)).isNaN();
    AdaptiveWing.Evaluation evaluation =
        PAPER.evaluate(Nd4j.createFromArray(0f, 1f), Nd4j.createFromArray(Float.NaN, 1f));
    assertThat(evaluation.loss().toFloatVector()).containsExactly(Float.NaN, 0f);
    assertThat(evaluation.gradient().getFloat(0)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 1, 2.1, omega",
    "14, -1, 1, 2.1, theta",
    "14, 0.5, NaN, 2.1, epsilon",
    "14, 0.5, 1, 2, alpha",
    "14, 0.5, 1, Infinity, alpha"
  })
  void refusesWhatCannotBe(double omega, double theta, double epsilon, double alpha, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdaptiveWing(omega, theta, epsilon, alpha))
        .withMessageStartingWith(named);
  }

  @Test
  void refusesArraysOfDifferentShapesOrTypes() {
    INDArray floats = Nd4j.zeros(DataType.FLOAT, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.evaluate(floats, Nd4j.zeros(DataType.FLOAT, 3, 2)))
        .withMessageContaining("[2, 3]")
        .withMessageContaining("[3, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.evaluate(floats, Nd4j.zeros(DataType.DOUBLE, 2, 3)))
        .withMessageContaining("DOUBLE");
  }
}
