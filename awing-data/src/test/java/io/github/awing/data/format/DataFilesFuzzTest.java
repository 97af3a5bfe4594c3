package io.github.awing.data.format;

import static io.github.awing.data.FuzzedReading.assertToldInOneLine;
import static io.github.awing.data.FuzzedReading.refusedOrGiven;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes the readers: any file is read into finite numbers, or refused in one line that names it.
 * This test runs the seeds; {@code dev/fuzz} searches for new inputs.
 */
class DataFilesFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void pts(byte[] bytes) {
    put("a.jpg", new byte[0]);
    read(DataSetFormat.PTS, "a.pts", bytes);
  }

  @FuzzTest
  void wflw(byte[] bytes) {
    read(DataSetFormat.WFLW, WflwReader.LISTS + "/list_98pt_rect_attr_test.txt", bytes);
  }

  @FuzzTest
  void plainWflw(byte[] bytes) {
    read(DataSetFormat.WFLW, WflwReader.PLAIN_LISTS + "/list_98pt_test.txt", bytes);
  }

  @FuzzTest
  void csv(byte[] bytes) {
    read(DataSetFormat.CSV, "list.csv", bytes);
  }

  @FuzzTest
  void hrnetCsv(byte[] bytes) {
    read(DataSetFormat.HRNET_CSV, "list.csv", bytes);
  }

  @FuzzTest
  void coco(byte[] bytes) {
    read(DataSetFormat.COCO, "list.json", bytes);
  }

  @FuzzTest
  void cofw(byte[] bytes) {
    read(DataSetFormat.COFW, "COFW_test_color.mat", bytes)
        .ifPresent(
            data ->
                data.faces().forEach(face -> refusedOrGiven(() -> closed(face.picture().read()))));
  }

  @FuzzTest
  void aflw(byte[] bytes) {
    read(DataSetFormat.AFLW, AflwReader.LIST, bytes);
  }

  @FuzzTest
  void cofw68(byte[] bytes) {
    Path file = put("1_points.mat", bytes);
    refusedOrGiven(() -> CofwReader.Cofw68Points.read(file))
        .ifPresent(its -> finite(its.landmarks()));
  }

  @FuzzTest
  void predictionsCsv(byte[] bytes) {
    predictions("predictions.csv", bytes);
  }

  @FuzzTest
  void predictionsJson(byte[] bytes) {
    predictions("predictions.jsonl", bytes);
  }

  @FuzzTest
  void predictionsTxt(byte[] bytes) {
    predictions("predictions.txt", bytes);
  }

  @FuzzTest
  void truthOf300w(byte[] bytes) {
    Path file = put("truth.json", bytes);
    refusedOrGiven(() -> LandmarkList.truth(file, LandmarkScheme.named("300w-68")))
        .ifPresent(faces -> faces.forEach(face -> finite(face.landmarks())));
  }

  @FuzzTest
  void boxes(byte[] bytes) {
    Path file = put("boxes.csv", bytes);
    refusedOrGiven(() -> BoxList.read(file))
        .ifPresent(
            lines ->
                assertThat(lines)
                    .isNotEmpty()
                    .allMatch(line -> line.box().width() > 0 && line.box().height() > 0));
  }

  @FuzzTest
  void scheme(byte[] bytes) {
    Path file = put("scheme.yaml", bytes);
    refusedOrGiven(() -> LandmarkScheme.read(file))
        .ifPresent(
            scheme -> {
              int[] flip = scheme.flipOrder();
              assertThat(flip).hasSize(scheme.count());
              for (int i = 0; i < flip.length; i++) {
                assertThat(flip[flip[i]]).isEqualTo(i);
              }
              assertThat(LandmarkScheme.ofDefinition(scheme.definition()).name())
                  .isEqualTo(scheme.name());
            });
  }

  private Optional<FaceDataSet> read(DataSetFormat format, String name, byte[] bytes) {
    put(name, bytes);
    refusedOrGiven(() -> DataSetFormat.guess(folder));
    Optional<FaceDataSet> data =
        refusedOrGiven(() -> format.read(folder, DataSetRequest.of(Split.TEST)));
    data.ifPresent(its -> its.faces().forEach(face -> finite(face.landmarks())));
    // If faces with mistakes are left out, at least as much is read.
    Optional<FaceDataSet> lenient =
        refusedOrGiven(
            () ->
                format.read(
                    folder,
                    DataSetRequest.of(Split.TEST)
                        .with(BoxChoice.EITHER)
                        .withMistakeHandler(mistake -> assertToldInOneLine(mistake))));
    data.ifPresent(
        its ->
            assertThat(lenient)
                .hasValueSatisfying(other -> assertThat(other.faces()).isEqualTo(its.faces())));
    return data;
  }

  private void predictions(String name, byte[] bytes) {
    Path file = put(name, bytes);
    for (String scheme : List.of("cofw-29", "wflw-98")) {
      refusedOrGiven(() -> LandmarkList.predictions(file, LandmarkScheme.named(scheme)))
          .ifPresent(
              faces ->
                  assertThat(faces)
                      .isNotEmpty()
                      .allMatch(
                          face ->
                              face.landmarks().count() == LandmarkScheme.named(scheme).count()));
    }
  }

  private static void finite(Landmarks landmarks) {
    assertThat(landmarks.stream())
        .allMatch(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()));
  }

  private static int closed(Picture picture) {
    try (picture) {
      assertThat(picture.width()).isPositive();
      return picture.height();
    }
  }

  private Path put(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
