package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Losses on arrays of every type that ND4J has: right to the type's digits, or refused. */
class ElementTypesTest {

  private static final double[] TARGETS = {0, 0, 0.25, 0.5, 0.75, 1, 1, 0, 0.125};
  private static final double[] PREDICTIONS = {0, 0.0009765625, 0.25, -0.5, 2, 1, 0, 8, 0.1875};

  static Stream<Arguments> floatingTypesAndLosses() {
    return Stream.of(DataType.DOUBLE, DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16)
        .flatMap(type -> losses().map(loss -> Arguments.of(type, loss)));
  }

  private static Stream<PixelLoss> losses() {
    return Stream.of(
        new AdaptiveWing(),
        new Wing(),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new SmoothL1());
  }

  @ParameterizedTest
  @MethodSource("floatingTypesAndLosses")
  void isRightToTheTypesDigits(DataType type, PixelLoss loss) {
    HeatmapLoss reduced = new HeatmapLoss.Builder(loss).build();
    INDArray targets = array(TARGETS, type);
    INDArray predictions = array(PREDICTIONS, type);
    double expected = 0;
    for (int i = 0; i < TARGETS.length; i++) {
      expected += loss.loss(TARGETS[i], PREDICTIONS[i]) / TARGETS.length;
    }
    double digits = digits(type);
    Evaluation found = reduced.evaluate(targets, predictions);
    assertThat(found.loss().getDouble(0)).isCloseTo(expected, within(expected * digits));
    double[] gradient = found.gradient().castTo(DataType.DOUBLE).dup('c').data().asDouble();
    double largest = 0;
    for (int i = 0; i < TARGETS.length; i++) {
      largest =
          Math.max(largest, Math.abs(loss.gradient(TARGETS[i], PREDICTIONS[i])) / TARGETS.length);
    }
    for (int i = 0; i < TARGETS.length; i++) {
      assertThat(gradient[i])
          .as("gradient at target %s, prediction %s", TARGETS[i], PREDICTIONS[i])
          .isCloseTo(
              loss.gradient(TARGETS[i], PREDICTIONS[i]) / TARGETS.length, within(largest * digits));
    }
  }

  static List<DataType> otherTypes() {
    return Arrays.stream(DataType.values())
        .filter(type -> type.isIntType() || type == DataType.BOOL)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("otherTypes")
  void refusesWhatIsNotOfFloatingPoint(DataType type) {
    INDArray numbers = Nd4j.zeros(type, 1, 1, 3, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeatmapLoss.paper().evaluate(numbers, numbers))
        .withMessageContaining("must be floating point")
        .withMessageContaining(type.toString());
  }

  private static INDArray array(double[] values, DataType type) {
    return Nd4j.createFromArray(values).reshape(1, 1, 3, 3).castTo(type);
  }

  private static double digits(DataType type) {
    if (type == DataType.DOUBLE) {
      return 1e-12;
    }
    if (type == DataType.FLOAT) {
      return 1e-6;
    }
    return type == DataType.FLOAT16 ? 4e-3 : 3e-2;
  }
}
