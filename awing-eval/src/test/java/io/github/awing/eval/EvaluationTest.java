package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Visibility;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final LandmarkScheme SCHEME = LandmarkScheme.named("300w-68");
  private static final NormalisedMeanError ERROR = NormalisedMeanError.usual(SCHEME);

  /** Only the eyes have errors, 0.34 of the inter-ocular distance: 12 of 68 landmarks. */
  @Test
  void aPartHasTheErrorsOfItsLandmarksAlone() {
    Evaluation evaluation = evaluation(List.of(face(1, Set.of())), 36, 48, 0.34);

    assertThat(evaluation.metrics().nme()).isCloseTo(0.34 * 12 / 68, within(1e-12));
    assertThat(evaluation.partErrors().get("eyes").mean()).isCloseTo(0.34, within(1e-12));
    assertThat(evaluation.partErrors().get("mouth").mean()).isZero();
    assertThat(evaluation.landmarkErrors(36).orElseThrow().mean()).isCloseTo(0.34, within(1e-12));
    assertThat(evaluation.landmarkErrors(35).orElseThrow().mean()).isZero();
  }

  @Test
  void unlabelledLandmarksAreIgnored() {
    // The eyes' corners measure the face; only the second face labels the mouth, 48 to 67.
    Evaluation evaluation =
        evaluation(List.of(face(1, Set.of(48, 67)), face(2, Set.of())), 48, 68, 0.1);

    assertThat(evaluation.landmarkErrors(50).orElseThrow().count()).isEqualTo(1);
    assertThat(evaluation.partErrors().get("mouth").count()).isEqualTo(1);
    assertThat(evaluation.partErrors().get("nose").count()).isEqualTo(2);
    assertThat(evaluation.faces().get(0).nme()).isZero();
  }

  @Test
  void anotherNormaliserMeasuresTheSamePredictions() {
    AnnotatedFace face = face(1, Set.of());
    Evaluation evaluation = evaluation(List.of(face), 0, 68, 0.1);
    double ratio =
        SCHEME.normalisers().get("inter-ocular").distance(face.landmarks())
            / SCHEME.normalisers().get("inter-pupil").distance(face.landmarks());

    Evaluation byPupils =
        evaluation.measuredBy(NormalisedMeanError.of(SCHEME, "inter-pupil")).orElseThrow();

    assertThat(byPupils.normaliser()).isEqualTo("inter-pupil");
    assertThat(byPupils.metrics().nme()).isCloseTo(0.1 * ratio, within(1e-12));
    NormalisedMeanError impossible = new NormalisedMeanError("nothing", (truth, box) -> 0);
    assertThat(evaluation.measuredBy(impossible)).isEmpty();
  }

  /** Face without labels for the landmarks from the first to the second number. */
  private static AnnotatedFace face(long seed, Set<Integer> unlabelled) {
    List<Visibility> visibility =
        new ArrayList<>(Collections.nCopies(SCHEME.count(), Visibility.VISIBLE));
    if (!unlabelled.isEmpty()) {
      for (int i = Collections.min(unlabelled); i <= Collections.max(unlabelled); i++) {
        visibility.set(i, Visibility.UNLABELLED);
      }
    }
    Landmarks landmarks = TestInputs.landmarks(seed);
    return new AnnotatedFace(
        seed + ".png",
        new PictureFile(Path.of("none.png")),
        landmarks.box(),
        landmarks,
        visibility,
        Set.of());
  }

  /** Landmarks of which some are moved by a share of the inter-ocular distance. */
  private static Evaluation evaluation(
      List<AnnotatedFace> faces, int first, int end, double share) {
    List<EvaluatedFace> evaluated = new ArrayList<>();
    for (AnnotatedFace face : faces) {
      double off = share * face.landmarks().get(36).distance(face.landmarks().get(45));
      List<Point> points = new ArrayList<>(face.landmarks().stream().toList());
      for (int i = first; i < end; i++) {
        points.set(i, new Point(points.get(i).x() + off, points.get(i).y()));
      }
      Landmarks prediction = Landmarks.of(points);
      evaluated.add(
          new EvaluatedFace(
              face,
              new Alignment(prediction, Collections.nCopies(68, 1.0)),
              ERROR.ofEach(face, prediction)));
    }
    return new Evaluation(SCHEME, ERROR.name(), 0.1, evaluated, List.of(), List.of());
  }
}
