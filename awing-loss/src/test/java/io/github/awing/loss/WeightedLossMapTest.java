package io.github.awing.loss;

import static io.github.awing.loss.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightedLossMapTest {

  private static final WeightedLossMap PAPER = new WeightedLossMap();

  @Test
  void isTheGoldenGreyDilation() {
    INDArray expected = Golden.array("weight_map").castTo(DataType.DOUBLE).mul(10).add(1);
    assertSameBits(PAPER.of(Golden.array("target"), Layout.NCHW), expected);
  }

  @Test
  void isTheSameInNhwc() {
    INDArray nhwc = Golden.array("target").permute(0, 2, 3, 1).dup('c');
    assertSameBits(
        PAPER.of(nhwc, Layout.NHWC).permute(0, 3, 1, 2),
        PAPER.of(Golden.array("target"), Layout.NCHW));
  }

  @Test
  void reachesOnePixelAroundASingleOneAndNotFurther() {
    INDArray target = Nd4j.zeros(DataType.FLOAT, 1, 1, 5, 5);
    target.putScalar(0, 0, 0, 1, 1f);
    INDArray map = PAPER.of(target, Layout.NCHW);
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(map.getFloat(0, 0, y, x)).isEqualTo(y <= 1 && x <= 2 ? 11f : 1f);
      }
    }
  }

  @Test
  void beginsAtTheThresholdItself() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray at = Nd4j.valueArrayOf(new long[] {1, 1, 1, 1}, 0.2, type);
      INDArray below = at.sub(1e-6);
      assertThat(PAPER.of(at, Layout.NCHW).getDouble(0)).isEqualTo(11);
      assertThat(PAPER.of(below, Layout.NCHW).getDouble(0)).isEqualTo(1);
    }
  }

  @Test
  void raisesOnlyThePeaksAtThresholdOne() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray target = Nd4j.createFromArray(0.0, 0.999, 1.0).castTo(type).reshape(1, 1, 1, 3);
      assertThat(new WeightedLossMap(1, 1, 10).of(target, Layout.NCHW).data().asDouble())
          .containsExactly(1, 1, 11);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void isTheSameInASameDiffGraph(Layout layout) {
    INDArray target = Golden.array("target");
    INDArray targets = layout == Layout.NCHW ? target : target.permute(0, 2, 3, 1).dup('c');
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      SameDiff graph = SameDiff.create();
      SDVariable placeholder = graph.placeHolder("targets", type, targets.shape());
      SDVariable map = PAPER.of(placeholder, layout);
      INDArray given = targets.castTo(type);
      assertSameBits(map.eval(Map.of("targets", given)), PAPER.of(given, layout));
    }
  }

  @Test
  void keepsChannelsAndFacesApart() {
    INDArray target = Nd4j.zeros(DataType.FLOAT, 2, 2, 3, 3);
    target.putScalar(new int[] {1, 0, 1, 1}, 1f);
    INDArray map = PAPER.of(target, Layout.NCHW);
    for (int face = 0; face < 2; face++) {
      for (int channel = 0; channel < 2; channel++) {
        assertThat(map.getFloat(face, channel, 2, 2))
            .isEqualTo(face == 1 && channel == 0 ? 11f : 1f);
      }
    }
  }

  @Test
  void takesEveryMemoryOrderAndKeepsTheTargets() {
    INDArray target = Golden.array("target");
    INDArray expected = PAPER.of(target, Layout.NCHW);
    assertSameBits(PAPER.of(target.dup('f'), Layout.NCHW), expected);
    assertSameBits(PAPER.of(target.permute(0, 2, 3, 1), Layout.NHWC).permute(0, 3, 1, 2), expected);
    assertSameBits(target, Golden.array("target"));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.2, 10, kernel",
    "3, 1.5, 10, threshold",
    "3, 0, 10, threshold",
    "3, 0.2, -1, weight"
  })
  void refusesHyperParametersOutOfRange(int kernel, double threshold, double weight, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeightedLossMap(kernel, threshold, weight))
        .withMessageStartingWith(named);
  }

  @Test
  void refusesAnotherRank() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.of(Nd4j.zeros(3, 3), Layout.NCHW))
        .withMessageContaining("[N, C, H, W]")
        .withMessageContaining("[3, 3]");
  }

  @Test
  void refusesWholeNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PAPER.of(Nd4j.zeros(DataType.INT32, 1, 1, 2, 2), Layout.NCHW))
        .withMessageContaining("floating point")
        .withMessageContaining("INT");
  }
}
