package io.github.awing.eval.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.Evaluator;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the answers of the network in the jar awing-pretrained. */
class PretrainedNetworkTest {

  private static final Path ASTRONAUT =
      Path.of("../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg");

  private static FaceAligner aligner;

  @BeforeAll
  static void load() {
    aligner = FaceAligner.pretrained();
  }

  @AfterAll
  static void close() {
    aligner.close();
  }

  /** YuNet knows the eyes, the nose and the mouth's corners by another training on other faces. */
  @Test
  void agreesWithTheDetectorsPointsOnAPhotograph() {
    try (FaceDetector detector = FaceDetector.yuNet();
        Picture picture = Picture.read(ASTRONAUT)) {
      FaceDetector.Detection face = detector.detect(picture).get(0);
      Landmarks found = aligner.align(picture, FacePlace.of(face)).landmarks();
      List<Point> ours =
          List.of(
              found.mean(36, 37, 38, 39, 40, 41),
              found.mean(42, 43, 44, 45, 46, 47),
              found.get(30),
              found.get(48),
              found.get(54));

      double eyes = found.get(36).distance(found.get(45));
      double sum = 0;
      for (int i = 0; i < ours.size(); i++) {
        sum += ours.get(i).distance(face.points().get(i)) / eyes;
      }
      assertThat(sum / ours.size()).isLessThan(0.08);
    }
  }

  /** Drawn faces are unlike those that it learned from; their landmarks are exact. */
  @Test
  void findsTheLandmarksOfDrawnFaces(@TempDir Path folder) throws IOException {
    new SyntheticFaces(5).writeIbug(folder, 1, 12, done -> {});
    FaceDataSet faces = DataSetFormat.PTS.read(folder, Split.TEST);
    NormalisedMeanError error = NormalisedMeanError.of(faces.scheme(), "inter-ocular");

    Evaluation evaluation = new Evaluator(aligner, error, 0.1, true).evaluate(faces, done -> {});

    assertThat(evaluation.metrics().nme()).isLessThan(0.1);
  }

  @Test
  void marks68LandmarksAndSaysItsTerms() {
    assertThat(aligner.scheme().name()).isEqualTo("300w-68");
    assertThat(PretrainedNetwork.find().orElseThrow().toString())
        .contains("68")
        .endsWith("for research, not for commercial use");
  }

  @Test
  void theModelCardNamesTheWeights() throws IOException {
    try (InputStream card =
        getClass().getResourceAsStream("/io/github/awing/pretrained/MODEL-CARD.md")) {
      assertThat(new String(card.readAllBytes(), StandardCharsets.UTF_8))
          .contains(PretrainedNetwork.find().orElseThrow().load().weightsSha256());
    }
  }
}
