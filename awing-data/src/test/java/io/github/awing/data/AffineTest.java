package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AffineTest {

  /** No coefficient is 0 or 1, so that a missing one changes the results. */
  private static final Affine ONE = new Affine(2, 3, 5, 7, 11, 13);

  private static final Affine OTHER = new Affine(17, 19, 23, 29, 31, 37);

  @Test
  void thenIsTheProductOfTheMatrices() {
    assertThat(ONE.then(OTHER))
        .isEqualTo(
            new Affine(
                17 * 2 + 19 * 7,
                17 * 3 + 19 * 11,
                17 * 5 + 19 * 13 + 23,
                29 * 2 + 31 * 7,
                29 * 3 + 31 * 11,
                29 * 5 + 31 * 13 + 37));
    Point point = new Point(-1, 4);
    assertThat(ONE.then(OTHER).apply(point)).isEqualTo(OTHER.apply(ONE.apply(point)));
  }

  @Test
  void scaleIsTheSquareRootOfTheAreasScale() {
    assertThat(ONE.scale()).isCloseTo(1, within(1e-12));
    assertThat(OTHER.scale()).isCloseTo(Math.sqrt(Math.abs(17 * 31 - 19 * 29)), within(1e-12));
    assertThat(Affine.rotation(0.3).then(Affine.scaling(-4, 9)).scale()).isCloseTo(6, within(1e-9));
  }

  @Test
  void turnsClockwiseOnTheScreen() {
    Point down = Affine.rotation(Math.PI / 2).apply(new Point(1, 0));
    assertThat(down.x()).isCloseTo(0, within(1e-12));
    assertThat(down.y()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aSingularMapHasNoInverse() {
    assertThatThrownBy(() -> new Affine(2, 4, 0, 1, 2, 0).inverse())
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Affine.scaling(1e200, 1e200).inverse())
        .isInstanceOf(ArithmeticException.class);
  }
}
