package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.metric.NormalisedMeanError;
import io.github.awing.program.cpu.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpossibleBoxTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1e9, 1e9, true",
    "-1e300, 0, 1e300, 9, true",
    "200, 0, 290, 50, false",
    "-1e308, 0, 1e308, 1, true",
    "5, 5, 5.5, 5.5, false"
  })
  void isNamedAndTheOtherFacesAreMeasured(
      double left, double top, double right, double bottom, boolean flip, @TempDir Path folder)
      throws IOException {
    TestInputs.face(folder, "one", 1);
    FaceDataSet read = DataSetFormat.PTS.read(folder, Split.TEST);
    AnnotatedFace good = read.faces().get(0);
    AnnotatedFace wild = good.withBox(new Box(left, top, right, bottom));
    FaceDataSet data =
        new FaceDataSet(read.format(), read.scheme(), List.of(good, wild, good), List.of());
    try (FaceAligner aligner =
        new FaceAligner(TestInputs.network(), read.scheme(), 1.25, Devices.ofNd4j())) {
      NormalisedMeanError error = NormalisedMeanError.usual(read.scheme());

      Evaluation evaluation =
          new Evaluator(aligner, error, 0.1, false, flip).evaluate(data, done -> {});

      assertThat(evaluation.faces()).extracting(EvaluatedFace::face).containsExactly(good, good);
      assertThat(evaluation.skipped())
          .singleElement()
          .asString()
          .startsWith(folder.resolve("one.png") + ": the box ");
      Evaluator strict = new Evaluator(aligner, error, 0.1, true, flip);
      assertThatThrownBy(() -> strict.evaluate(data, done -> {}))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("cannot be of a face");
    }
  }
}
