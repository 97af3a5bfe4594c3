package io.github.awing.eval.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Point;
import io.github.awing.eval.draw.Curve;
import io.github.awing.eval.draw.CurvePanel;
import io.github.awing.eval.draw.CurveRow;
import io.github.awing.eval.draw.CurveSheet;
import io.github.awing.loss.WeightedLossMap;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FigureTest {

  private static final Offset<Double> EXACTLY = within(1e-12);

  @ParameterizedTest
  @CsvSource({
    "LOSSES, 1920, 736, 400, 0xD55E00 0x0072B2 0x009E73 0xCC79A7 0xE69F00",
    "WING_VS_AWING, 1920, 736, 400, 0xD55E00 0x0072B2 0x009E73",
    "AWING_TARGETS, 1920, 736, 400, 0x440154",
    "WEIGHT_MAP, 808, 602, 400, 0x440154 0xD55E00 0xE69F00 0xFDE725",
    "BOUNDARY, 808, 306, 200, 0x440154 0x00E08A",
    "HYPER_PARAMETERS, 960, 1152, 400, 0x440154",
  })
  void everyFigureShowsItsColours(
      Figure figure, int width, int height, long least, String colours) {
    BufferedImage picture = figure.draw();

    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
    for (String colour : colours.split(" ")) {
      // A legend or a caption alone has fewer.
      assertThat(count(picture, Integer.decode(colour))).as(colour).isGreaterThan(least);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFigureIsTheSameEveryTime(Figure figure) {
    assertThat(pixels(figure.draw())).isEqualTo(pixels(figure.draw()));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> Figure.named("loses"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no figure 'loses'; there are losses, wing-vs-awing, awing-targets, weight-map,"
                + " boundary, hyper-parameters");
  }

  /** Values of the losses' closed forms, each divided by its value at error 1. */
  @ParameterizedTest
  @CsvSource({
    "MSE, 0.25, 1",
    "L1, 0.5, 1",
    // (0.5 − 0.1) / (1 − 0.1), and 1 / (1 − 0.1)
    "'smooth L1, beta 0.2', 0.4444444444444444, 1.1111111111111112"
  })
  void theOtherLossesAreScaledToOneAtErrorOne(String label, double loss, double gradient) {
    CurveRow row = LossComparison.sheet().rows().get(0);

    for (double side : new double[] {-1, 1}) {
      assertThat(at(row, 0, label, side)).isCloseTo(1, EXACTLY);
      assertThat(at(row, 0, label, side / 2)).isCloseTo(loss, within(2e-3));
      assertThat(at(row, 1, label, side / 2)).isCloseTo(side * gradient, within(6e-3));
    }
    assertThat(at(row, 0, label, 0)).isZero();
  }

  @Test
  void wingsGradientJumpsAtTheTargetAndAdaptiveWingsIsContinuous() {
    CurveRow row = WingComparison.sheet().rows().get(0);

    for (double error : new double[] {0.1, 0.3, 0.6}) {
      Point wing = point(row, 0, "Wing, any target", error);
      double d = wing.x();
      assertThat(wing.y())
          .isCloseTo(0.5 * Math.log(1 + Math.min(d, 0.5) / 0.1) + Math.max(0, d - 0.5), EXACTLY);
    }
    List<Point> wing = curve(row, 1, "Wing, any target").points();
    int middle = wing.size() / 2;
    assertThat(wing.get(middle).x()).isZero();
    assertThat(wing.get(middle + 1).y()).isCloseTo(5, within(1e-2));
    assertThat(wing.get(middle - 1).y()).isCloseTo(-5, within(1e-2));
    List<Point> background = curve(row, 1, "Adaptive Wing, target 0 (background)").points();
    assertThat(background.get(middle + 1).y()).isPositive().isLessThan(1e-3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.2, 0.2", "0.4, 0.4", "0.6, 0.6", "0.8, 0.8", "1, 1"})
  void adaptiveWingIsThePapersFormulaForEveryTarget(String label, double target) {
    CurveRow row = AdaptiveWingTargets.sheet().rows().get(0);

    assertThat(row.meaning()).isEqualTo("target");
    assertFormula(row, label, 14, 0.5, 1, 2.1 - target);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6, 6, 0.5, 1, 2.1",
    "0, 14 (paper), 14, 0.5, 1, 2.1",
    "1, 0.7, 14, 0.7, 1, 2.1",
    "1, 0.1, 14, 0.1, 1, 2.1",
    "2, 0.25, 14, 0.5, 0.25, 2.1",
    "2, 2, 14, 0.5, 2, 2.1",
    "3, 2.1 (paper), 14, 0.5, 1, 2.1",
    "3, 3, 14, 0.5, 1, 3",
  })
  void everyRowChangesOneHyperParameterForTargetOne(
      int index, String label, double omega, double theta, double epsilon, double alpha) {
    CurveSheet sheet = HyperParameters.sheet();

    assertThat(sheet.rows().stream().map(CurveRow::meaning))
        .containsExactly("omega", "theta", "epsilon", "alpha");
    assertFormula(sheet.rows().get(index), label, omega, theta, epsilon, alpha - 1);
  }

  @Test
  void everyRowMarksThePapersValue() {
    for (CurveRow row : HyperParameters.sheet().rows()) {
      assertThat(row.panels().get(0).curves().stream().map(Curve::label))
          .filteredOn(label -> label.endsWith("(paper)"))
          .hasSize(1);
    }
  }

  @Test
  void theWeightMapHasATargetAtTheBorderAndWeighsItsNeighbours() {
    float[] target = WeightMapFigure.target();
    boolean[] foreground = WeightMapFigure.foreground(target);
    float[] weights = WeightMapFigure.weights(new WeightedLossMap(), target);

    int size = 24;
    boolean atBorder = false;
    for (int i = 0; i < target.length; i++) {
      boolean beside = false;
      for (int y = Math.max(0, i / size - 1); y <= Math.min(size - 1, i / size + 1); y++) {
        for (int x = Math.max(0, i % size - 1); x <= Math.min(size - 1, i % size + 1); x++) {
          beside |= target[y * size + x] >= 0.2f;
        }
      }
      assertThat(foreground[i]).isEqualTo(target[i] >= 0.2f);
      assertThat(weights[i]).isEqualTo(beside ? 11f : 1f);
      atBorder |= foreground[i] && i % size == size - 1;
    }
    assertThat(atBorder).isTrue();
  }

  @Test
  void curvesAreDenseWhereTheyBend() {
    for (CurvePanel panel : LossComparison.sheet().rows().get(0).panels()) {
      for (Curve curve : panel.curves()) {
        List<Point> points = curve.points();
        assertThat(points).isSortedAccordingTo(Comparator.comparingDouble(Point::x));
        assertThat(points.get(0).x()).isEqualTo(-1);
        assertThat(points.get(points.size() - 1).x()).isEqualTo(1);
        assertThat(points.get(points.size() / 2 + 1).x()).isLessThan(1e-4);
      }
    }
  }

  /** The paper's formula with both branches, A and C written out. */
  private static void assertFormula(
      CurveRow row, String label, double omega, double theta, double epsilon, double exponent) {
    double power = Math.pow(theta / epsilon, exponent);
    double a = omega * exponent * Math.pow(theta / epsilon, exponent - 1) / epsilon / (1 + power);
    double c = theta * a - omega * Math.log(1 + power);
    for (double error : new double[] {-1, -0.6, -0.2, -0.05, 0, 0.3, 0.5, 0.8, 1}) {
      Point value = point(row, 0, label, error);
      double d = Math.abs(value.x());
      double near = Math.pow(d / epsilon, exponent);
      assertThat(value.y())
          .as("loss at %s", value.x())
          .isCloseTo(d < theta ? omega * Math.log(1 + near) : a * d - c, within(1e-9));
      double slope = omega * exponent * Math.pow(d / epsilon, exponent - 1) / epsilon / (1 + near);
      assertThat(at(row, 1, label, error))
          .as("gradient at %s", value.x())
          .isCloseTo(Math.signum(value.x()) * (d < theta ? slope : a), within(1e-9));
    }
  }

  private static double at(CurveRow row, int panel, String label, double error) {
    return point(row, panel, label, error).y();
  }

  /** The drawn point nearest to an error. */
  private static Point point(CurveRow row, int panel, String label, double error) {
    return curve(row, panel, label).points().stream()
        .min(Comparator.comparingDouble(point -> Math.abs(point.x() - error)))
        .orElseThrow();
  }

  private static Curve curve(CurveRow row, int panel, String label) {
    return row.panels().get(panel).curves().stream()
        .filter(curve -> curve.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no curve " + label));
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  private static long count(BufferedImage picture, int rgb) {
    return IntStream.of(pixels(picture)).filter(pixel -> (pixel & 0xFFFFFF) == rgb).count();
  }
}
