package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxTest {

  private static final String HINT = "if these are x, y, width and height";

  @Test
  void hasWidthHeightAndMiddle() {
    Box box = new Box(10, 20, 40, 90);
    assertThat(box.width()).isEqualTo(30);
    assertThat(box.height()).isEqualTo(70);
    assertThat(box.centre()).isEqualTo(new Point(25, 55));
    assertThat(Box.ofSides(10, 20, 40, 90)).isEqualTo(box);
  }

  /** A corner and a size, of a face that is farther from the picture's corner than its own size. */
  @ParameterizedTest
  @CsvSource({"50, 10, 40, 90", "40, 10, 40, 90", "10, 95, 40, 90", "10, 90, 40, 90"})
  void theMessageMentionsSidesThatCanBeASize(double left, double top, double right, double bottom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Box.ofSides(left, top, right, bottom))
        .withMessageContaining("a box needs left < right and top < bottom")
        .withMessageContaining(HINT);
  }

  /** A size must be above 0 and finite. */
  @ParameterizedTest
  @CsvSource({"50, 10, 0, 90", "10, 95, 40, 0", "50, 10, 40, -1", "10, 10, NaN, 90"})
  void theMessageDoesNotMentionOtherSides(double left, double top, double right, double bottom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Box.ofSides(left, top, right, bottom))
        .withMessageContaining("a box needs left < right and top < bottom")
        .withMessageNotContaining(HINT);
  }

  @Test
  void theBoxOfLandmarksIsTheSmallestAroundThem() {
    Landmarks landmarks = Landmarks.of(3, 9, 7, 2, 5, 4);
    assertThat(landmarks.box()).isEqualTo(new Box(3, 2, 7, 9));
    assertThat(landmarks.mean(0, 1)).isEqualTo(new Point(5, 5.5));
    assertThat(landmarks).isEqualTo(Landmarks.of(3, 9, 7, 2, 5, 4));
    assertThat(landmarks).hasSameHashCodeAs(Landmarks.of(3, 9, 7, 2, 5, 4));
    assertThat(landmarks).isNotEqualTo(Landmarks.of(3, 9, 7, 2, 5, 5));
    assertThat(new Point(1, 2).distance(new Point(4, 6))).isEqualTo(5);
  }
}
