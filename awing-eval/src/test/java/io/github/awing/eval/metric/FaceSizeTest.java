package io.github.awing.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Visibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests closed forms of the normalisers that measure boxes, and faces with missing labels. */
class FaceSizeTest {

  private static final LandmarkScheme AFLW = LandmarkScheme.named("aflw-19");
  private static final Box BOX = new Box(0, 0, 90, 40);

  /** 19 landmarks from (10, 20) in steps of (1, 4): their box is 18 x 72. */
  private static final Landmarks TRUTH =
      Landmarks.of(
          IntStream.range(0, 38)
              .mapToDouble(i -> i % 2 == 0 ? 10 + i / 2 : 20 + 4 * (i / 2))
              .toArray());

  private static Landmarks moved(double x, double y) {
    return TRUTH.map(point -> new Point(point.x() + x, point.y() + y));
  }

  @Test
  void aflwIsMeasuredByTheBoxGiven() {
    NormalisedMeanError error = NormalisedMeanError.usual(AFLW);
    assertThat(error.name()).isEqualTo("box-size");
    assertThat(error.of(TRUTH, BOX, moved(3, 4))).isCloseTo(5 / 60.0, within(1e-12));
  }

  @Test
  void boxesAreMeasuredAsTheirNamesSay() {
    assertThat(NormalisedMeanError.of(AFLW, "box-diagonal").of(TRUTH, BOX, moved(0, 1)))
        .isCloseTo(1 / Math.hypot(90, 40), within(1e-12));
    assertThat(NormalisedMeanError.of(AFLW, "landmark-box-size").of(TRUTH, BOX, moved(1, 0)))
        .isCloseTo(1 / 36.0, within(1e-12));
    assertThatThrownBy(() -> NormalisedMeanError.of(AFLW, "inter-ocular"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has box-diagonal, box-size, landmark-box-size");
  }

  @Test
  void unlabelledLandmarksAreIgnored() {
    List<Visibility> visibility = new ArrayList<>(Collections.nCopies(19, Visibility.VISIBLE));
    visibility.set(18, Visibility.UNLABELLED);
    visibility.set(17, Visibility.OCCLUDED);
    AnnotatedFace face = face(visibility);
    // Only the last landmark, which has no label, has a large error.
    Landmarks prediction =
        Landmarks.of(
            IntStream.range(0, 19)
                .mapToObj(i -> i == 18 ? new Point(900, 900) : moved(3, 4).get(i))
                .toList());
    assertThat(NormalisedMeanError.of(AFLW, "box-size").of(face, prediction))
        .isCloseTo(5 / 60.0, within(1e-12));
    // Without the last, the landmarks' box is 17 x 68.
    assertThat(NormalisedMeanError.of(AFLW, "landmark-box-size").of(face, prediction))
        .isCloseTo(5 / 34.0, within(1e-12));
  }

  @Test
  void aSizeThatNeedsAnUnlabelledLandmarkIsNaN() {
    LandmarkScheme cofw = LandmarkScheme.named("cofw-29");
    List<Visibility> visibility = new ArrayList<>(Collections.nCopies(29, Visibility.VISIBLE));
    visibility.set(8, Visibility.UNLABELLED);
    Landmarks truth = Landmarks.of(IntStream.range(0, 58).mapToDouble(i -> i * i % 50).toArray());
    AnnotatedFace face =
        new AnnotatedFace(
            "a.png", new PictureFile(Path.of("a.png")), BOX, truth, visibility, Set.of());
    assertThatThrownBy(() -> NormalisedMeanError.usual(cofw).of(face, truth))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inter-ocular of the true landmarks must be above 0, but is NaN");
  }

  private static AnnotatedFace face(List<Visibility> visibility) {
    return new AnnotatedFace(
        "a.png", new PictureFile(Path.of("a.png")), BOX, TRUTH, visibility, Set.of());
  }
}
