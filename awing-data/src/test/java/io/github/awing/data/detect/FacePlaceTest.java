package io.github.awing.data.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.Point;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.detect.FaceDetector.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FacePlaceTest {

  private static final List<Point> UPRIGHT =
      List.of(
          new Point(40, 40),
          new Point(80, 40),
          new Point(60, 60),
          new Point(44, 80),
          new Point(76, 80));

  /**
   * A face rotated with its points about the centre of its box keeps its place except for the roll.
   */
  @ParameterizedTest
  @ValueSource(ints = {-170, -90, -45, -10, 0, 10, 45, 90, 170})
  void turnsWithTheFace(int degrees) {
    double roll = Math.toRadians(degrees);
    Affine turn =
        Affine.translation(-60, -60).then(Affine.rotation(roll)).then(Affine.translation(60, 60));
    Box box = new Box(10, 10, 110, 110);
    FacePlace upright = FacePlace.of(new Detection(box, 0.9, UPRIGHT));
    FacePlace turned =
        FacePlace.of(new Detection(box, 0.9, UPRIGHT.stream().map(turn::apply).toList()));

    assertThat(upright.roll()).isCloseTo(0, within(1e-12));
    assertThat(turned.roll()).isCloseTo(roll, within(1e-9));
    Point centre = turn.apply(upright.box().centre());
    assertThat(turned.box().centre().x()).isCloseTo(centre.x(), within(1e-9));
    assertThat(turned.box().centre().y()).isCloseTo(centre.y(), within(1e-9));
    assertThat(turned.box().width()).isCloseTo(upright.box().width(), within(1e-9));
  }

  /** A point on the face's axis, below its centre, maps to a point below the crop's centre. */
  @Test
  void isCutOutUpright() {
    FaceCropper cropper = new FaceCropper(100, 1);
    Box box = new Box(0, 0, 50, 50);
    Affine toCrop = cropper.toCrop(new FacePlace(box, Math.PI / 2));
    // Rotated clockwise by a quarter turn, the chin points to the left.
    Point chin = toCrop.apply(new Point(5, 25));
    assertThat(chin.x()).isCloseTo(49.5, within(1e-9));
    assertThat(chin.y()).isCloseTo(89.5, within(1e-9));
    assertThat(cropper.toCrop(FacePlace.upright(box))).isEqualTo(cropper.toCrop(box));
  }

  @Test
  void needsFivePointsAndAFiniteRoll() {
    Box box = new Box(0, 0, 9, 9);
    Detection ofACascade = new Detection(box, 7, List.of());
    assertThatThrownBy(() -> FacePlace.of(ofACascade)).hasMessageContaining("five points");
    assertThatThrownBy(() -> new FacePlace(box, Double.NaN)).hasMessageContaining("finite");
  }
}
