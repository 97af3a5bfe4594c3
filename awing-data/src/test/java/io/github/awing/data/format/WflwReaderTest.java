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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WflwReaderTest {

  private static final String COORDINATES =
      IntStream.range(0, 196).mapToObj(i -> i + ".500000").collect(Collectors.joining(" "));
  static final String LINE = COORDINATES + " 10 20 110 220 1 0 0 1 0 1 7--Cheering/a_face.jpg";

  @TempDir private Path folder;
  private Path list;

  @BeforeEach
  void anEmptyDataSet() throws IOException {
    list = prepare(folder);
  }

  static Path prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("WFLW_images"));
    return Files.createDirectories(
            folder.resolve("WFLW_annotations/list_98pt_rect_attr_train_test"))
        .resolve("list_98pt_rect_attr_test.txt");
  }

  @Test
  void readsAFaceALine() throws IOException {
    Files.writeString(
        list,
        LINE
            + "\n\n"
            + LINE.replace("1 0 0 1 0 1", "0 0 0 0 0 0").replace("a_face", "b_face")
            + "\r\n");
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TEST);
    assertThat(data.format()).isEqualTo(DataSetFormat.WFLW.word());
    assertThat(data.scheme().name()).isEqualTo("wflw-98");
    assertThat(data.attributes())
        .containsExactly("pose", "expression", "illumination", "make-up", "occlusion", "blur");
    assertThat(data.faces()).hasSize(2);
    AnnotatedFace face = data.faces().get(0);
    assertThat(face.image()).isEqualTo("7--Cheering/a_face.jpg");
    assertThat(face.picture())
        .isEqualTo(new PictureFile(folder.resolve("WFLW_images/7--Cheering/a_face.jpg")));
    assertThat(face.box()).isEqualTo(new Box(10, 20, 110, 220));
    assertThat(face.landmarks().get(97)).isEqualTo(new Point(194.5, 195.5));
    assertThat(face.attributes()).containsExactlyInAnyOrder("pose", "make-up", "blur");
    assertThat(data.faces().get(1).attributes()).isEmpty();
  }

  @Test
  void anAttributeIsASplit() throws IOException {
    Files.writeString(
        list,
        LINE
            + "\n"
            + LINE.replace("1 0 0 1 0 1", "0 0 0 0 0 1").replace("a_face", "b_face")
            + "\n");
    assertThat(DataSetFormat.WFLW.read(folder, new Split("pose")).faces()).hasSize(1);
    assertThat(DataSetFormat.WFLW.read(folder, new Split("blur")).faces()).hasSize(2);
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, new Split("expression")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds no face of expression");
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, new Split("half")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no split 'half'; it has train, test, pose, expression");
  }

  @Test
  void refusesADuplicateLineAndNamesBothPlaces() throws IOException {
    Files.writeString(list, LINE + "\n" + LINE.replace("a_face", "b") + "\n" + LINE + "\n");
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "list_98pt_rect_attr_test.txt:3: the same face of the same picture stands at line 1 already");
  }

  @Test
  void anEmptyRectangleIsAnErrorOnlyIfItIsUsed() throws IOException {
    String empty = LINE.replace(" 10 20 110 220 ", " 0 0 0 0 ");
    Files.writeString(list, LINE.replace("a_face", "b") + "\n" + empty + "\n" + "1 2 3\n");
    List<Long> lines = new ArrayList<>();
    DataSetRequest all =
        DataSetRequest.of(Split.TEST).withMistakeHandler(mistake -> lines.add(mistake.line()));
    assertThat(DataSetFormat.WFLW.read(folder, all).faces()).hasSize(1);
    assertThat(lines).containsExactly(2L, 3L);
    lines.clear();
    AnnotatedFace face =
        DataSetFormat.WFLW.read(folder, all.with(BoxChoice.LANDMARKS)).faces().get(1);
    assertThat(lines).containsExactly(3L);
    assertThat(face.box()).isEqualTo(face.landmarks().box());
  }

  /** If the numbers show it, the message says that corner and size were given. */
  @Test
  void reportsARectangleOfCornerAndSize() throws IOException {
    Files.writeString(list, LINE.replace(" 10 20 110 220 ", " 210 120 80 90 "));
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("left 210.0, top 120.0, right 80.0, bottom 90.0")
        .hasMessageEndingWith(
            "; if these are x, y, width and height, then right is x + width and bottom is y + height");
  }

  /** These lists have neither rectangle nor attributes. */
  @ParameterizedTest
  @CsvSource({
    "test, list_98pt_test.txt",
    "pose, list_98pt_test_largepose.txt",
    "make-up, list_98pt_test_makeup.txt",
    "blur, list_98pt_test_blur.txt"
  })
  void readsTheListsByAttribute(String split, String name) throws IOException {
    Path lists = Files.createDirectories(folder.resolve("WFLW_annotations/list_98pt_test"));
    Files.writeString(lists.resolve(name), LINE.replace("10 20 110 220 1 0 0 1 0 1 ", "") + "\n");
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, new Split(split));
    AnnotatedFace face = data.faces().get(0);
    assertThat(face.image()).isEqualTo("7--Cheering/a_face.jpg");
    assertThat(face.box()).isEqualTo(face.landmarks().box());
    assertThat(data.attributes()).isEmpty();
    Files.writeString(lists.resolve(name), LINE.replaceFirst(" 10 20 .*", ""));
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, new Split(split)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(name + ":1: 196 fields, but a face has 197");
  }

  /** 22 faces of the official test list have negative coordinates. */
  @Test
  void takesNegativeCoordinatesAsTheyAre() throws IOException {
    Files.writeString(list, LINE.replaceFirst("0\\.500000", "-12.25"));
    assertThat(DataSetFormat.WFLW.read(folder, Split.TEST).faces().get(0).landmarks().get(0))
        .isEqualTo(new Point(-12.25, 1.5));
  }

  @Test
  void namesTheMissingListAndTheExistingOnes() throws IOException {
    Files.writeString(list, LINE);
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TRAIN))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("list_98pt_rect_attr_train.txt")
        .hasMessageContaining("list_98pt_rect_attr_test.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 10 20 110 220 |  10 20 110 | 206 fields",
        " 10 20 110 220 |  110 20 10 220 | left < right",
        " 10 20 110 220 |  10 20 NaN 220 | field 199",
        " 0.500000 1.5 |  nonsense 1.5 | field 1,",
        " 0.500000 1.5 |  1e999 1.5 | field 1,",
        " 1 0 0 1 0 1 7 |  1 0 2 1 0 1 7 | field 203, illumination",
        "7--Cheering/a_face.jpg | ../../secret.jpg | inside WFLW_images",
        "7--Cheering/a_face.jpg | /etc/passwd | inside WFLW_images",
      })
  void errorsNameLineAndField(String from, String to, String expected) throws IOException {
    String broken = LINE.replace(from.trim(), to.trim());
    assertThat(broken).isNotEqualTo(LINE);
    Files.writeString(list, LINE + "\n" + broken + "\n");
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(list + ":2: ")
        .hasMessageContaining(expected);
  }

  @Test
  void refusesAnEmptyListAndOtherEncodings() throws IOException {
    Files.writeString(list, "\n \n");
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("holds no face");
    Files.write(list, LINE.getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class);
    Files.writeString(list, "x ".repeat(2_000_000));
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(":1: ");
  }

  @Test
  void guessRecognisesItsFolders() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    assertThatThrownBy(() -> DataSetFormat.guess(other))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("wflw")
        .hasMessageContaining("pts");
    assertThatThrownBy(() -> DataSetFormat.guess(folder.resolve("nowhere")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> DataSetFormat.WFLW.read(other, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("WFLW");
  }
}
