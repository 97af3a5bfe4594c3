package io.github.awing.loss;

import static io.github.awing.loss.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
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
    LossAndGradient evaluation = PAPER.evaluate(target, Golden.array("prediction"));
    assertThat(evaluation.loss().equalsWithEps(Golden.array("loss"), 1e-12)).isTrue();
    // The golden gradient is the gradient of the mean over all elements.
    INDArray ofMean = evaluation.gradient().div(target.length());
    assertThat(ofMean.equalsWithEps(Golden.array("grad"), 1e-14)).isTrue();
    assertThat(evaluation.loss().meanNumber().doubleValue())
        .isCloseTo(Golden.number("mean"), within(1e-12));
  }

  /** Points with their hyper-parameters: d = 0, d = 1e-12, both sides of theta, and far out. */
  @Test
  void hasTheGoldenLossAndGradientAtEveryPointOnArrays() {
    Map<AdaptiveWing, List<Golden.Point>> byWing =
        Golden.points().stream().collect(Collectors.groupingBy(Golden.Point::wing));
    byWing.forEach(
        (wing, points) -> {
          LossAndGradient evaluation =
              wing.evaluate(
                  column(points, Golden.Point::target), column(points, Golden.Point::prediction));
          for (int i = 0; i < points.size(); i++) {
            Golden.Point point = points.get(i);
            assertThat(evaluation.loss().getDouble(i))
                .as("loss at %s", point)
                .isCloseTo(point.loss(), within(1e-12 * Math.max(1, Math.abs(point.loss()))));
            assertThat(evaluation.gradient().getDouble(i))
                .as("gradient at %s", point)
                .isCloseTo(
                    point.gradient(), within(1e-12 * Math.max(1, Math.abs(point.gradient()))));
          }
        });
  }

  @Test
  void isAccurateToFloatPrecisionOnFloats() {
    INDArray target = Golden.array("target");
    LossAndGradient evaluation =
        PAPER.evaluate(
            target.castTo(DataType.FLOAT), Golden.array("prediction").castTo(DataType.FLOAT));
    assertThat(evaluation.loss().castTo(DataType.DOUBLE).equalsWithEps(Golden.array("loss"), 2e-5))
        .isTrue();
    INDArray gradient = Golden.array("grad").mul(target.length());
    assertThat(evaluation.gradient().castTo(DataType.DOUBLE).equalsWithEps(gradient, 2e-5))
        .isTrue();
  }

  @Test
  void isExactlyZeroAtTheTargetOnArrays() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray target = Nd4j.linspace(type, 0, 0.01, 101);
      LossAndGradient evaluation = PAPER.evaluate(target, target.dup());
      assertThat(evaluation.loss().toDoubleVector()).hasSize(101).containsOnly(0);
      assertThat(evaluation.gradient().toDoubleVector()).hasSize(101).containsOnly(0);
    }
  }

  @Test
  void takesEveryMemoryOrderAndKeepsItsInputs() {
    INDArray target = Golden.array("target");
    INDArray prediction = Golden.array("prediction");
    LossAndGradient fortran = PAPER.evaluate(target.dup('f'), prediction);
    assertThat(fortran.loss().equalsWithEps(Golden.array("loss"), 1e-12)).isTrue();
    LossAndGradient view =
        PAPER.evaluate(target.permute(0, 2, 3, 1), prediction.permute(0, 2, 3, 1));
    assertThat(view.loss().permute(0, 3, 1, 2).equalsWithEps(Golden.array("loss"), 1e-12)).isTrue();
    assertSameBits(target, Golden.array("target"));
    assertSameBits(prediction, Golden.array("prediction"));
  }

  @Test
  void takesAnyRank() {
    assertThat(PAPER.evaluate(Nd4j.scalar(0.3), Nd4j.scalar(0.5)).loss().getDouble())
        .isCloseTo(PAPER.loss(0.3, 0.5), within(1e-12));
    INDArray deep = Nd4j.valueArrayOf(new long[] {1, 2, 1, 2, 1}, 0.3, DataType.DOUBLE);
    LossAndGradient evaluation = PAPER.evaluate(deep, deep.add(0.2));
    assertThat(evaluation.gradient().shape()).containsExactly(1, 2, 1, 2, 1);
    assertThat(evaluation.gradient().getDouble(3))
        .isCloseTo(PAPER.gradient(0.3, 0.5), within(1e-12));
  }

  @Property(seed = "1904073991")
  void isTheSameOnArraysAsOnScalars(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = -3, max = 3) double prediction) {
    AdaptiveWing wing = new AdaptiveWing(5, 0.3, 0.7, 2.5);
    LossAndGradient evaluation =
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

  /** With d / omega in place of d / epsilon, a common mistake, the loss jumps here. */
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
    LossAndGradient evaluation =
        PAPER.evaluate(
            Nd4j.createFromArray((float) target), Nd4j.createFromArray((float) prediction));
    assertThat(evaluation.loss().getFloat(0)).isFinite();
    assertThat(evaluation.gradient().getFloat(0)).isFinite();
  }

  @Property(seed = "1904073991")
  void pullsThePredictionTowardTheTarget(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double prediction) {
    assertThat(PAPER.loss(target, prediction)).isFinite().isNotNegative();
    assertThat(Math.signum(PAPER.gradient(target, prediction)))
        .isEqualTo(Math.signum(prediction - target));
  }

  /** Beyond theta the paper has a line, so the slope does not depend on the distance. */
  @Property(seed = "1904073991")
  void isALineBeyondTheta(
      @ForAll @DoubleRange(min = 0, max = 1) double target,
      @ForAll @DoubleRange(min = 0.51, max = 100) double distance) {
    double slope = PAPER.gradient(target, target + 0.5);
    assertThat(PAPER.gradient(target, target + distance)).isCloseTo(slope, within(1e-9));
    assertThat(PAPER.loss(target, target + distance) - PAPER.loss(target, target + 0.5))
        .isCloseTo(slope * (distance - 0.5), within(1e-9));
  }

  @Test
  void propagatesNaN() {
    assertThat(PAPER.loss(0, Double.NaN)).isNaN();
    LossAndGradient evaluation =
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
  void refusesHyperParametersOutOfRange(
      double omega, double theta, double epsilon, double alpha, String named) {
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

  @Test
  void refusesWholeNumbers() {
    INDArray whole = Nd4j.zeros(DataType.INT32, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.evaluate(whole, whole.dup()))
        .withMessageContaining("floating point")
        .withMessageContaining("INT");
  }

  private static INDArray column(
      List<Golden.Point> points, ToDoubleFunction<Golden.Point> coordinate) {
    return Nd4j.createFromArray(points.stream().mapToDouble(coordinate).toArray());
  }
}
