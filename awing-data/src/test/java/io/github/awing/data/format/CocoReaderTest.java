package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import io.github.awing.data.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads JSON in COCO's format. */
class CocoReaderTest {

  @TempDir private Path folder;

  /** Landmark i lies at (i, 2 i + 0.5); its flag is i % 3, or all flags are the same. */
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
  void visibilityOneMeansVisibleInAflwsLists() throws IOException {
    write("list.json", json("a.png", keypoints(19, 1), ""));
    AnnotatedFace face = DataSetFormat.COCO.read(folder, Split.TEST).faces().get(0);
    assertThat(face.visibility()).containsOnly(Visibility.VISIBLE);
    assertThat(face.box()).isEqualTo(new Box(0, 0.5, 18, 36.5));
  }

  @Test
  void usesTheBoxOfTheLandmarksIfTheBoxIsMissing() throws IOException {
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
        .hasMessageContaining("exactly one must end in side");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, 2                         | ''                           | :4: annotation 1 (id 1): an annotation needs",
        "1, 2, 2                      | ''                           | :4: annotation 1 (id 1): has 1 points, but 5 or 19",
        "1, 2, \"x\"                  | ''                           | :4: annotation 1 (id 1): keypoints must hold numbers, but number 3 is 'x'",
        "1, 1e999, 2                  | ''                           | :4: annotation 1 (id 1): keypoints must hold numbers, but number 2 is '1e999'",
        "1, [2], 2                    | ''                           | :4: annotation 1 (id 1): keypoints must hold numbers, but number 2 is '['",
        "1, NaN, 2                    | ''                           | :4: is no JSON at column",
        "GOOD                         | , \"bbox\": [1, 2, 3]        | :4: annotation 1 (id 1): bbox must be left, top",
        "GOOD                         | , \"bbox\": [1, 2, -3, 4]    | :4: annotation 1 (id 1): bbox must be left, top, width and height, the last two above 0, but is 1.0, 2.0, -3.0, 4.0",
        "GOOD                         | , \"bbox\": {}               | :4: annotation 1 (id 1): bbox must be an array",
        "GOOD                         | , \"image_id\": 8            | in or behind annotation 1: Duplicate field 'image_id'",
        "FLAG                         | ''                           | :4: annotation 1 (id 1): a visibility must be 0, 1 or 2",
      })
  void errorsNameTheLine(String keypoints, String more, String said) throws IOException {
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

  /** Line ends within a list's text do not add lines to an error message. */
  @Test
  void anErrorMessageIsOneLine() throws IOException {
    write("list.json", json("../a\\nerror: fine\\u2028.png", keypoints(29, 2), ""));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .message()
        .hasLineCount(1)
        .contains("../a�error: fine�.png");
  }

  @Test
  void namesAListThatIsNotJson() throws IOException {
    write("list.json", "{\"annotations");
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("list.json:1: is no JSON at column");
  }

  @Test
  void namesDoNotLeadOutOfTheFolder() throws IOException {
    write("list.json", json("../../etc/passwd", keypoints(29, 2), ""));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("file_name must be inside");
  }

  /** A list in one line, as programs write it. */
  private static String list(String images, String annotations) {
    return "{\"images\":[%s],\"annotations\":[%s]}".formatted(images, annotations);
  }

  private static String image(String id, String name) {
    return "{\"id\":%s,\"file_name\":\"%s\"}".formatted(id, name);
  }

  private static String annotation(String id, String image, String more) {
    return "{\"keypoints\":[%s],\"image_id\":%s,%s\"id\":%s}"
        .formatted(keypoints(29, 2), image, more, id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 7 | 1 2 | 7 7 | image 2 (id 7): 'b.png' has the id of image 1 already, 'a.png'",
        "7 \"7\" | 1 2 | 7 7 | image 2 (id 7): 'b.png' has the id of image 1 already, 'a.png'",
        "7 8 | 1 1 | 7 8 | annotation 2 (id 1): annotation 1 has this id already",
        "7 8 | 1 2 | 7 7 | annotation 2 (id 2): the same face of the same picture stands at annotation 1 (id 1) already",
        "7 8 | 1 2 | 7 9 | annotation 2 (id 2): no image has the id 9",
      })
  void namesBothPlacesOfADuplicate(String images, String ids, String of, String said)
      throws IOException {
    String[] image = images.split(" ");
    String[] id = ids.split(" ");
    String[] its = of.split(" ");
    write(
        "list.json",
        list(
            image(image[0], "a.png") + "," + image(image[1], "b.png"),
            annotation(id[0], its[0], "") + "," + annotation(id[1], its[1], "")));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("list.json:1: " + said);
  }

  @Test
  void twoImagesOfOneFileCountAsOnePicture() throws IOException {
    write(
        "list.json",
        list(
            image("7", "a.png") + "," + image("8", "./a.png"),
            annotation("1", "7", "") + "," + annotation("2", "8", "")));
    assertThatThrownBy(() -> DataSetFormat.COCO.read(folder, Split.TEST))
        .hasMessageContaining("annotation 2 (id 2): the same face of the same picture");
  }

  @Test
  void countsAndNamesTheFacesLeftOut() throws IOException {
    String unlabelled = annotation("5", "7", "").replaceAll(", 2(?=[,\\]])", ", 0");
    write("list.json", list(image("7", "a.png"), annotation("4", "7", "") + "," + unlabelled));
    FaceDataSet data = DataSetFormat.COCO.read(folder, Split.TEST);
    assertThat(data.faces()).hasSize(1);
    assertThat(data.notes())
        .containsExactly(
            "1 faces are left out, as not one of their landmarks is labelled: annotation 2 (id 5)");
  }

  @Test
  void reportsAllMistakesOnRequest() throws IOException {
    write(
        "list.json",
        list(
            image("7", "a.png") + "," + image("7", "b.png") + ",{\"id\":9}",
            annotation("1", "7", "\"bbox\":[1,2,0,4],")
                + ","
                + annotation("2", "8", "")
                + ",{\"id\":3,\"image_id\":7,\"keypoints\":[1,\"x\"]},"
                + annotation("4", "7", "")));
    List<String> mistakes = new ArrayList<>();
    FaceDataSet data =
        DataSetFormat.COCO.read(
            folder, DataSetRequest.of(Split.TEST).withMistakeHandler(e -> mistakes.add(e.what())));
    assertThat(data.faces()).hasSize(1);
    assertThat(mistakes)
        .hasSize(5)
        .anyMatch(what -> what.startsWith("image 2 (id 7): 'b.png'"))
        .anyMatch(what -> what.startsWith("image 3 (id 9): an image needs id and file_name"))
        .anyMatch(what -> what.startsWith("annotation 1 (id 1): bbox must be"))
        .anyMatch(what -> what.startsWith("annotation 2 (id 2): no image has the id 8"))
        .anyMatch(what -> what.startsWith("annotation 3 (id 3): keypoints must hold numbers"));
    // A rectangle that is not used is not an error.
    mistakes.clear();
    DataSetFormat.COCO.read(
        folder,
        DataSetRequest.of(Split.TEST)
            .with(BoxChoice.LANDMARKS)
            .withMistakeHandler(e -> mistakes.add(e.what())));
    assertThat(mistakes)
        .hasSize(5)
        .anyMatch(what -> what.startsWith("annotation 4 (id 4): the same"));
  }
}
