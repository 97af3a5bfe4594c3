package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Point;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatmapGridTest {

  private static final HeatmapGrid GRID = new HeatmapGrid(256);

  /** In the authors' code, 256 pixels become 64 cells, and a cell decodes to (cell + 0.5) · 4. */
  @Test
  void hasTheAuthorsConvention() {
    assertThat(GRID.size()).isEqualTo(64);
    assertThat(GRID.toCrop(new Point(0.5, 63.5))).isEqualTo(new Point(2, 254));
    assertThat(GRID.toCell(new Point(2, 254))).isEqualTo(new Point(0, 63));
    assertThat(GRID.cellOf(new Point(3.9, 252))).isEqualTo(new Point(0, 63));
    assertThat(GRID.cellOf(new Point(4, -0.1))).isEqualTo(new Point(1, -1));
  }

  @Property(seed = "1904073991")
  void decodingInvertsDrawing(
      @ForAll @DoubleRange(min = -300, max = 600) double x,
      @ForAll @DoubleRange(min = -300, max = 600) double y) {
    Point drawn = GRID.toCell(new Point(x, y));
    Point decoded = GRID.toCrop(new Point(drawn.x() + 0.5, drawn.y() + 0.5));
    assertThat(decoded.distance(new Point(x, y))).isCloseTo(0, within(1e-9));
  }

  @Property(seed = "1904073991")
  void theMirrorMapsCellsToCells(
      @ForAll @IntRange(min = 0, max = 63) int column,
      @ForAll @IntRange(min = 0, max = 63) int row) {
    Point centre = GRID.toCrop(new Point(column + 0.5, row + 0.5));
    assertThat(GRID.toCell(GRID.mirror().apply(centre))).isEqualTo(new Point(63 - column, row));
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, 0, 3, 254})
  void refusesSizesThatAreNotMultiplesOfFour(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapGrid(size))
        .withMessage("the size of a crop with heatmaps must be a multiple of 4, but is " + size);
  }
}
