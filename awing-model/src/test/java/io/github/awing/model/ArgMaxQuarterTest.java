package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArgMaxQuarterTest {

  private static final HeatmapDecoder DECODER = new ArgMaxQuarter();

  @Test
  void decodesAsTheAuthorsDo() {
    INDArray expected = Golden.array("decode_points_64");
    DecodedLandmarks decoded = DECODER.decode(Golden.array("decode_heatmaps"), 20);
    for (int face = 0; face < 3; face++) {
      for (int landmark = 0; landmark < 20; landmark++) {
        assertThat(decoded.x()[face][landmark])
            .as("face %d, landmark %d", face, landmark)
            .isCloseTo(expected.getDouble(face, landmark, 0), within(1e-6));
        assertThat(decoded.y()[face][landmark])
            .as("face %d, landmark %d", face, landmark)
            .isCloseTo(expected.getDouble(face, landmark, 1), within(1e-6));
      }
    }
  }

  @Property(seed = "1904073991", tries = 200)
  void findsAGaussianToAQuarterOfACell(
      @ForAll @DoubleRange(min = 1.01, max = 14.99) double x,
      @ForAll @DoubleRange(min = 1.01, max = 14.99) double y) {
    INDArray heatmap = Nd4j.create(DataType.FLOAT, 1, 1, 16, 16);
    for (int row = 0; row < 16; row++) {
      for (int column = 0; column < 16; column++) {
        double square = Math.pow(column + 0.5 - x, 2) + Math.pow(row + 0.5 - y, 2);
        heatmap.putScalar(0, 0, row, column, Math.exp(-square / 6));
      }
    }
    DecodedLandmarks decoded = DECODER.decode(heatmap, 1);
    assertThat(decoded.x()[0][0]).isCloseTo(x, within(0.2501));
    assertThat(decoded.y()[0][0]).isCloseTo(y, within(0.2501));
    assertThat(decoded.confidence()[0][0]).isBetween(0.9, 1.0);
  }

  @Test
  void doesNotMoveAtTheBorder() {
    INDArray heatmap = Nd4j.create(DataType.FLOAT, 1, 1, 4, 4);
    heatmap.putScalar(0, 0, 2, 3, 1f);
    heatmap.putScalar(0, 0, 1, 3, 0.5f);
    DecodedLandmarks decoded = DECODER.decode(heatmap, 1);
    assertThat(decoded.x()[0][0]).isEqualTo(3.5);
    assertThat(decoded.y()[0][0]).isEqualTo(2.5);
  }

  @Test
  void givesNaNWithoutAFiniteValue() {
    INDArray heatmaps = Nd4j.valueArrayOf(new long[] {1, 2, 4, 4}, Float.NaN, DataType.FLOAT);
    heatmaps.putScalar(0, 1, 2, 1, -3f);
    DecodedLandmarks decoded = DECODER.decode(heatmaps, 2);
    assertThat(decoded.x()[0][0]).isNaN();
    assertThat(decoded.y()[0][0]).isNaN();
    assertThat(decoded.confidence()[0][0]).isNaN();
    // The only finite cell is the highest; neighbours that are NaN do not move it.
    assertThat(decoded.x()[0][1]).isEqualTo(1.5);
    assertThat(decoded.y()[0][1]).isEqualTo(2.5);
    assertThat(decoded.confidence()[0][1]).isEqualTo(-3);
    INDArray flat = Nd4j.ones(DataType.FLOAT, 1, 1, 4, 4);
    assertThat(DECODER.decode(flat, 1).x()[0][0]).isEqualTo(0.5);
    assertThat(DECODER.decode(flat, 1).y()[0][0]).isEqualTo(0.5);
  }

  @Test
  void leavesTheBoundaryOut() {
    assertThat(DECODER.decode(Nd4j.rand(DataType.FLOAT, 2, 5, 8, 8), 4).x()[1]).hasSize(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DECODER.decode(Nd4j.rand(DataType.FLOAT, 2, 3, 8, 8), 4))
        .withMessageContaining("at least 4");
  }
}
