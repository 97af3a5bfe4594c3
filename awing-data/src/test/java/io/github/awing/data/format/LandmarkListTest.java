package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandmarkListTest {

  private static final LandmarkScheme WFLW = LandmarkScheme.named("wflw-98");
  private static final LandmarkScheme IBUG = LandmarkScheme.named("300w-68");

  @TempDir private Path folder;
  private LandmarkScheme two;

  @BeforeEach
  void makeAScheme() throws IOException {
    two =
        LandmarkScheme.read(
            write("two.yaml", "name: two\nlandmarks: 2\nflip: 0-1\nusual-normaliser: box-size\n"));
  }

  @Test
  void readsCsvInAnyOrderWithQuotedNames() throws IOException {
    Path file = write("p.csv", "image,x0,y0,x1,y1\n\"b,1.png\",1,2,3,4\na.png,5,6,7,-8.5\n");

    List<NamedLandmarks> faces = LandmarkList.predictions(file, two);

    assertThat(faces).extracting(NamedLandmarks::image).containsExactly("b,1.png", "a.png");
    assertThat(faces.get(1).landmarks()).isEqualTo(Landmarks.of(5, 6, 7, -8.5));
    assertThat(faces.get(1).place()).endsWith("p.csv:3");
    assertThat(faces.get(0).box()).isEmpty();
  }

  @Test
  void readsBothFormsOfJsonInLinesOrInAnArray() throws IOException {
    Path ours =
        write(
            "ours.jsonl",
            """
            {"image":"a.png","box":[1,2,30,40],"points":[[1,2,0.9],[null,4,null]]}
            {"image":"b.png","points":[[5,6,1],[7,8,1]]}
            """);
    Path others =
        write(
            "others.json",
            """
            [{"imgpath": "images/test/a.png", "bbox": [1, 2, 29, 38], "ids": [101, 102],
              "landmarks": [[1, 2], [3, 4]]}]
            """);

    List<NamedLandmarks> lines = LandmarkList.predictions(ours, two);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).box()).contains(new Box(1, 2, 30, 40));
    assertThat(lines.get(0).landmarks().get(1).x()).isNaN();
    assertThat(lines.get(0).landmarks().get(1).y()).isEqualTo(4);
    NamedLandmarks array = LandmarkList.truth(others, two).get(0);
    assertThat(array.image()).isEqualTo("images/test/a.png");
    assertThat(array.box()).contains(new Box(1, 2, 30, 40));
    assertThat(array.landmarks()).isEqualTo(Landmarks.of(1, 2, 3, 4));
  }

  @Test
  void ptsFilesAreOneBased() throws IOException {
    write("set/b.pts", "version: 1\nn_points: 2\n{\n1 1\n3.5 NaN\n}\n");
    write("set/deep/a.pts", "version: 1\nn_points: 2\n{\n1 1\n3 4\n}\n");

    List<NamedLandmarks> faces = LandmarkList.predictions(folder.resolve("set"), two);

    assertThat(faces).extracting(NamedLandmarks::image).containsExactly("b.pts", "deep/a.pts");
    assertThat(faces.get(1).landmarks()).isEqualTo(Landmarks.of(0, 0, 2, 3));
    assertThat(faces.get(0).landmarks().get(1).x()).isEqualTo(2.5);
    assertThat(faces.get(0).landmarks().get(1).y()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "nan",
        "NAN",
        "-nan",
        "+nan",
        "inf",
        "Inf",
        "-inf",
        "+inf",
        "infinity",
        "Infinity",
        "-Infinity",
        "1.#QNAN",
        "-1.#IND",
        "1.#INF000",
        "nan(ind)",
        "null",
        "None",
        "NA",
        "N/A",
        "<NA>",
        "",
        " "
      })
  void aMissingNumberIsNaNInPredictionsAndAnErrorInTheTruth(String word) throws IOException {
    boolean inWords = !word.isBlank();
    Path csv = write("p.csv", "image,x0,y0,x1,y1\na.png,1,2,3,%s\n".formatted(word));
    Path json =
        write("p.json", "[{\"image\":\"a\",\"points\":[[1,2],[3,\"%s\"]]}]".formatted(word));
    Path pts =
        write("set/a.pts", "version: 1\nn_points: 2\n{\n2 3\n4 %s\n}\n".formatted(word))
            .getParent();
    String zeros = "0 ".repeat(192);
    Path list = write("p.txt", "1 2 3 %s %sa.png\n".formatted(word, zeros));

    for (Path file : inWords ? List.of(csv, json, pts) : List.of(csv, json)) {
      Landmarks found = LandmarkList.predictions(file, two).get(0).landmarks();
      assertThat(found.get(0)).isEqualTo(new Point(1, 2));
      assertThat(found.get(1).x()).isEqualTo(3);
      assertThat(found.get(1).y()).isNaN();
      assertThatThrownBy(() -> LandmarkList.truth(file, two))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("number");
    }
    if (inWords) {
      LandmarkScheme wflw = LandmarkScheme.named("wflw-98");
      assertThat(LandmarkList.predictions(list, wflw).get(0).landmarks().get(1).y()).isNaN();
      assertThatThrownBy(() -> LandmarkList.truth(list, wflw))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("p.txt:1: field 4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "[null,null]", "[[null,null],[]]", "[[NaN,-Infinity],null]"})
  void aFaceWithoutPointsHasNaNForEveryLandmark(String points) throws IOException {
    Path file =
        write(
            "p.jsonl",
            "{\"image\":\"a\",\"box\":[NaN,null,3,4],\"points\":%s}\n".formatted(points));

    NamedLandmarks face = LandmarkList.predictions(file, two).get(0);

    assertThat(face.landmarks().count()).isEqualTo(2);
    assertThat(face.landmarks().stream()).allMatch(point -> Double.isNaN(point.x() + point.y()));
    assertThat(face.box()).isEmpty();
    assertThatThrownBy(() -> LandmarkList.truth(file, two)).isInstanceOf(BadDataException.class);
  }

  /** A misspelt number is an error, not a missing answer. */
  @ParameterizedTest
  @ValueSource(strings = {"3,5e", "x", "1.2.3", "nano", "12 NaN", "--1", "information"})
  void aMisspeltNumberIsAnErrorInPredictions(String word) throws IOException {
    Path csv = write("p.csv", "image,x0,y0,x1,y1\na.png,1,2,3,\"%s\"\n".formatted(word));
    assertThatThrownBy(() -> LandmarkList.predictions(csv, two))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("p.csv:2: field 5, y1, must be a number");
  }

  @Test
  void listsOfWflwHaveBoxesAndAttributesOrNot() throws IOException {
    String numbers =
        IntStream.range(0, 196).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    Path file =
        write(
            "list.txt",
            numbers + " 1 2 3 4 1 0 0 0 1 0 37--Soccer/a b.jpg\n" + numbers + " c.jpg\n");

    List<NamedLandmarks> faces = LandmarkList.truth(file, WFLW);

    assertThat(faces)
        .extracting(NamedLandmarks::image)
        .containsExactly("37--Soccer/a b.jpg", "c.jpg");
    assertThat(faces)
        .extracting(NamedLandmarks::box)
        .containsExactly(Optional.of(new Box(1, 2, 3, 4)), Optional.empty());
    assertThat(faces)
        .extracting(NamedLandmarks::attributes)
        .containsExactly(Set.of("pose", "occlusion"), Set.of());
    assertThat(LandmarkList.attributes(faces)).containsExactly("pose", "occlusion");
    assertThat(faces.get(1).landmarks().get(97)).isEqualTo(new Point(194, 195));
  }

  /** Names of the four collections, and names of folders. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3151235633_1.jpg                  | common helen",
        "/data/300W/helen/testset/any.jpg  | common helen",
        "image_0001.png                    | common lfpw",
        "LFPW/testset/image_0001.png       | common lfpw",
        "images/test/image_003_1.jpg       | challenging",
        "image_09.jpg                      | challenging",
        "image_092 _01.jpg                 | challenging",
        "iBUG/image_092 _01.jpg            | challenging",
        "image_092_01.jpg                  | challenging",
        "image_092%20_01.jpg               | challenging",
        "300W/ibug/image_0099.jpg          | challenging",
        "300W\\01_Indoor\\indoor_001.png   | private",
        "outdoor_300.png                   | private",
      })
  void the68PointsOf300WTellTheirSubsetsByName(String image, String subsets) throws IOException {
    List<NamedLandmarks> faces = LandmarkList.truth(csv68(image), IBUG);

    assertThat(faces.get(0).attributes()).containsExactlyInAnyOrder(subsets.split(" "));
  }

  @Test
  void oneNameThatIsNot300WsMeansItIsAnotherDataSet() throws IOException {
    List<String> notes = new ArrayList<>();
    List<NamedLandmarks> faces =
        LandmarkList.truth(csv68("image_0001.png", "holiday.png"), IBUG, notes::add);

    assertThat(LandmarkList.attributes(faces)).isEmpty();
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "no subsets of 300W are told apart: 1 of 2 names are none of its, the first is 'holiday.png' (")
        .endsWith("t.csv:3)");
    // No subsets are expected if no name is a name of 300W.
    LandmarkList.truth(csv68("a.png", "b.png"), IBUG, notes::add);
    assertThat(notes).hasSize(1);
  }

  @Test
  void refusesADuplicateFaceAndNamesBothPlaces() throws IOException {
    Path file = write("p.csv", "image,x0,y0,x1,y1\na,1,2,3,4\nb,1,2,3,4\na,1,2,3,4\n");
    assertThatThrownBy(() -> LandmarkList.truth(file, two))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("p.csv:4: 'a': the same face of the same picture stands at")
        .hasMessageEndingWith("p.csv:2 already");
    // Two faces of one picture, for which a network predicted the same landmarks.
    assertThat(LandmarkList.predictions(file, two)).hasSize(3);
  }

  /** The rectangle is a normaliser only on request, so an invalid one is not an error. */
  @Test
  void ignoresAnInvalidRectangle() throws IOException {
    Path json = write("a.jsonl", "{\"image\":\"a\",\"box\":[5,0,4,4],\"points\":[[1,2],[3,4]]}");
    assertThat(LandmarkList.truth(json, two).get(0).box()).isEmpty();
    String numbers =
        IntStream.range(0, 196).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    Path list = write("list.txt", numbers + " 0 0 0 0 1 0 0 0 1 0 a.jpg\n");
    assertThat(LandmarkList.truth(list, WFLW).get(0).box()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv   | image,x0,y0,x1,y1~a,1,2,3,NaN       | a.csv:2: field 5, y1, must be a number",
        "a.csv   | image,x0,y0,x1,y1~a,1,2,3           | a.csv:2: 4 fields",
        "a.csv   | image,x1,y1,x0,y0~a,1,2,3,4         | a.csv:1: the header must be image,x0",
        "a.csv   | image,x0,y0~a,1,2                   | has 1 landmarks, but scheme two has 2",
        "a.csv   | image,x0,y0,x1,y1                   | holds no face",
        "a.jsonl | {'image':'a','points':[[1,2],[3]]}  | face 1: landmark 1 must be [x, y]",
        "a.jsonl | {'image':'a','points':[[1,2],[3,'4']]} | landmark 1 must have two numbers",
        "a.jsonl | {'image':'a','points':[[1,2],[3,null]]} | landmark 1 must have two numbers",
        "a.jsonl | {'image':3,'points':[]}             | face 1: has no text 'image'",
        "a.jsonl | {'image':'a'}                       | face 1: has no array 'points'",
        "a.jsonl | {'image':'a','box':[1],'points':[[1,2],[3,4]]}  | its box must be four numbers",
        "a.jsonl | [[1,2],[3,4]]                       | face 1: has no text 'image'",
        "a.json  | {'image                             | is no JSON",
        "a.json  | ''                                  | holds no face",
        "a.txt   | 1 2 3                               | a.txt:1: 3 fields",
        "a.mat   | 1                                   | landmarks are read from .csv",
      })
  void errorsNameTheirPlace(String name, String text, String complaint) throws IOException {
    Path file = write(name, text.replace('~', '\n').replace('\'', '"'));

    assertThatThrownBy(() -> LandmarkList.truth(file, two))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(complaint)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.csv", "no.jsonl", "no.txt", "nowhere"})
  void aMissingFileIsNamed(String name) {
    assertThatThrownBy(() -> LandmarkList.truth(folder.resolve(name), two))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void anEmptyFolderIsNamed() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> LandmarkList.truth(empty, two)).hasMessageContaining("holds no face");
  }

  /** For any bytes, the answer is faces or one line. */
  @Property(tries = 200, seed = "1904073991")
  void noBytesBreakTheReaders(@ForAll @Size(max = 60) List<@ByteRange(min = -128) Byte> bytes)
      throws IOException {
    byte[] content = new byte[bytes.size()];
    for (int i = 0; i < content.length; i++) {
      content[i] = bytes.get(i);
    }
    for (String extension : List.of(".csv", ".json", ".txt")) {
      Path file = Files.createTempFile("landmarks", extension);
      try {
        Files.write(file, content);
        assertThatThrownBy(() -> LandmarkList.predictions(file, WFLW))
            .isInstanceOf(BadDataException.class);
      } finally {
        Files.delete(file);
      }
    }
  }

  private Path csv68(String... images) throws IOException {
    StringBuilder text = new StringBuilder("image");
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < 68; i++) {
      text.append(",x").append(i).append(",y").append(i);
      numbers.append(',').append(i).append(',').append(i * i);
    }
    for (String image : images) {
      text.append('\n').append(image).append(numbers);
    }
    return write("t.csv", text.toString());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
