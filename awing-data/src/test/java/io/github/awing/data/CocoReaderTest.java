package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON of COCO's form. */
class CocoReaderTest {

  @TempDir private Path folder;

  /** Landmark i lies at (i, 2 i + 0.5); its flag is i % 3, or all are the same. */
  private static String keypoints(int count, int flag) {
    return IntStream.range(0, count)
        .mapToObj(i -> "%d, %s, %d".formatted(i, 2 * i + 0.5, flag < 0 ? i % 3 : flag))
        .collect(Collectors.joining(", "));
  }

  static String json(String name, String keypoints, String more) {
    return """
        {"info": {"description": ["x", {"y": 1}]},
         "images": [{"id": 7, "file_name": "%s", "width": 5}],
         "annotations": [
           {"image_id": 7, "id": 1, "keypoints": [%s]%s}
         ]}
        """
        .formatted(name, keypoints, more);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void readsLandmarksFlagsAndBox() throws IOException {
    write("list.json", json("b, c/ü.png", keypoints(29, -1), ", \"bbox\": [1, 2, 30, 40]"));
    assertThat(DataSetFormat.guess(folder)).isEqualTo(DataSetFormat.COCO);
    FaceDataSet data = DataSetFormat.COCO.read(folder, Split.TRAIN);
    assertThat(data.scheme().name()).isEqualTo("cofw-29");
    AnnotatedFace face = data.faces().get(0);
    assertThat(face.picture()).isEqualTo(new PictureFile(folder.resolve("b, c/ü.png")));
    assertThat(face.box()).isEqualTo(new Box(1, 2, 31, 42));
    assertThat(face.landmarks().get(28)).isEqualTo(new Point(28, 56.5));
    assertThat(face.visibility().subList(0, 3))
        .containsExactly(Visibility.UNLABELLED, Visibility.OCCLUDED, Visibility.VISIBLE);
  }

  @Test
  void aflwsOnesAreVisible() throws IOException {
    write("list.json", json("a.png", keypoints(19, 1), ""));
    AnnotatedFace face = DataSetFormat.COCO.read(folder, Split.TEST).faces().get(0);
    assertThat(face.visibility()).containsOnly(Visibility.VISIBLE);
    assertThat(face.box()).isEqualTo(new Box(0, 0.5, 18, 36.5));
  }

  @Test
  void theBoxOfTheLabelledStandsForAMissingOne() throws IOException {
    write("list.json", json("a.png", keypoints(29, -1), ""));
    // Landmarks 0, 3, … 27 are unlabelled.
    assertThat(DataSetFormat.COCO.read(folder, Split.TEST).faces().get(0).box())
        .isEqualTo(new Box(1, 2.5, 28, 56.5));
  }

  @Test
  void aFaceWithoutLabelsIsLeftOut() throws IOException {
    write("list.json", json("a.png", keypoints(29, 0), ""));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds no face");
  }

  @Test
  void takesTheListOfTheSplitFromMmposesFolders() throws IOException {
    write("annotations/aflw_train.json", json("a.png", keypoints(19, 1), ""));
    write("annotations/aflw_test_frontal.json", json("f.png", keypoints(19, 1), ""));
    write(
        "annotations/aflw_test.json",
        "\uFEFF" + json("t.png", keypoints(19, 1), "").replace("\n", "\r\n"));
    write("images/t.png", "");
    FaceDataSet test = DataSetFormat.guess(folder).read(folder, Split.TEST);
    assertThat(test.faces().get(0).picture())
        .isEqualTo(new PictureFile(folder.resolve("images/t.png")));
    assertThat(DataSetFormat.COCO.read(folder, new Split("frontal")).faces().get(0).image())
        .isEqualTo("f.png");
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, new Split("side")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("not one alone ends in side");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, 2                         | ''                           | :4: an annotation needs",
        "1, 2, 2                      | ''                           | has 1 points, but 19 or 29",
        "1, 2, \"x\"                  | ''                           | :4: keypoints must hold numbers",
        "1, 1e999, 2                  | ''                           | :4: keypoints must hold numbers",
        "1, NaN, 2                    | ''                           | :4: is no JSON",
        "GOOD                         | , \"bbox\": [1, 2, 3]        | :4: bbox must be left, top",
        "GOOD                         | , \"bbox\": [1, 2, -3, 4]    | :4: a box needs left < right",
        "GOOD                         | , \"bbox\": {}               | :4: bbox must be an array",
        "GOOD                         | , \"image_id\": 8            | :4: no image has the id 8",
        "FLAG                         | ''                           | :4: a visibility must be 0, 1 or 2",
      })
  void tellsTheLineOfWhatIsWrong(String keypoints, String more, String said) throws IOException {
    String numbers =
        switch (keypoints) {
          case "GOOD" -> keypoints(29, 2);
          case "FLAG" -> keypoints(29, 3);
          default -> keypoints;
        };
    write("list.json", json("a.png", numbers, more));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("list.json")
        .hasMessageContaining(said);
  }

  /** What a list writes is no line of its own in a complaint. */
  @Test
  void aComplaintStaysOneLine() throws IOException {
    write("list.json", json("../a\\nerror: fine\\u2028.png", keypoints(29, 2), ""));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .message()
        .hasLineCount(1)
        .contains("../a�error: fine�.png");
  }

  @Test
  void aListThatIsNoJsonIsNamed() throws IOException {
    write("list.json", "{\"annotations");
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("list.json:1: is no JSON");
  }

  @Test
  void namesDoNotLeadOutOfTheFolder() throws IOException {
    write("list.json", json("../../etc/passwd", keypoints(29, 2), ""));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("file_name must be inside");
  }
}
