package io.github.awing.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests drawn faces in 300W's layout with the reader of that layout. */
class IbugLayoutTest {

  private static final SyntheticFaces FACES = new SyntheticFaces(7);

  /** Indices of 300W's landmarks among WFLW's, as both data sets' mark-up figures number them. */
  private static final int[] AMONG_98 =
      Stream.of(
              IntStream.rangeClosed(0, 16).map(i -> 2 * i),
              IntStream.rangeClosed(33, 37),
              IntStream.rangeClosed(42, 46),
              IntStream.rangeClosed(51, 59),
              IntStream.of(60, 61, 63, 64, 65, 67),
              IntStream.of(68, 69, 71, 72, 73, 75),
              IntStream.rangeClosed(76, 95))
          .flatMapToInt(indices -> indices)
          .toArray();

  @TempDir private Path folder;

  @Test
  void theReaderFindsTheFacesThatWereDrawn() {
    Path drawn = folder.resolve("drawn");
    Set<Integer> told = new ConcurrentSkipListSet<>();
    FACES.writeIbug(drawn, 3, 2, told::add);

    assertThat(told).containsExactly(1, 2, 3, 4, 5);
    assertThat(DataSetFormat.guess(drawn)).isEqualTo(DataSetFormat.PTS);
    FaceDataSet train = DataSetFormat.PTS.read(drawn, Split.TRAIN);
    FaceDataSet test = DataSetFormat.PTS.read(drawn, Split.TEST);
    assertThat(train.scheme().name()).isEqualTo("300w-68");
    assertThat(test.scheme().name()).isEqualTo("300w-68");
    assertThat(train.faces())
        .extracting(AnnotatedFace::image)
        .containsExactly(
            "helen/trainset/drawn_000000.jpg",
            "helen/trainset/drawn_000001.jpg",
            "helen/trainset/drawn_000002.jpg");
    assertThat(test.faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("helen/testset/drawn_000003.jpg", "helen/testset/drawn_000004.jpg");
    List<AnnotatedFace> faces =
        Stream.concat(train.faces().stream(), test.faces().stream()).toList();
    for (int index = 0; index < 5; index++) {
      SyntheticFace face = FACES.draw(index);
      Landmarks read = faces.get(index).landmarks();
      assertThat(read.count()).isEqualTo(68);
      for (int i = 0; i < 68; i++) {
        Point landmark = face.landmarks().get(AMONG_98[i]);
        assertThat(read.get(i).x()).isCloseTo(landmark.x(), within(1e-6));
        assertThat(read.get(i).y()).isCloseTo(landmark.y(), within(1e-6));
      }
      try (Picture picture = faces.get(index).picture().read()) {
        assertThat(picture.width()).isEqualTo(face.picture().getWidth());
        assertThat(picture.height()).isEqualTo(face.picture().getHeight());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-GB", "de-DE", "ar-EG-u-nu-arab"})
  void theFilesAreIbugsWhateverTheLocale(String language) throws IOException {
    Path drawn = folder.resolve("drawn");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(language));
      FACES.writeIbug(drawn, 1, 0, count -> {});
    } finally {
      Locale.setDefault(before);
    }

    List<String> lines = Files.readAllLines(drawn.resolve("helen/trainset/drawn_000000.pts"));
    assertThat(lines).hasSize(72).startsWith("version: 1", "n_points: 68", "{").endsWith("}");
    assertThat(lines.subList(3, 71)).allMatch(line -> line.matches("\\d+\\.\\d{6} \\d+\\.\\d{6}"));
    Point first = FACES.draw(0).landmarks().get(0);
    assertThat(Double.parseDouble(lines.get(3).split(" ")[0]))
        .as("the first pixel's centre is (1, 1)")
        .isCloseTo(first.x() + 1, within(1e-6));
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    FACES.writeIbug(folder.resolve("one"), 2, 1, count -> {});
    new SyntheticFaces(7).writeIbug(folder.resolve("two"), 2, 1, count -> {});
    new SyntheticFaces(8).writeIbug(folder.resolve("other"), 2, 1, count -> {});

    Map<String, String> one = files("one");
    assertThat(one).hasSize(6).isEqualTo(files("two"));
    Map<String, String> other = files("other");
    assertThat(other).containsOnlyKeys(one.keySet());
    assertThat(one.keySet()).noneMatch(name -> one.get(name).equals(other.get(name)));
  }

  @Test
  void thePicturesAreThoseOfWflwsFolders() throws IOException {
    FACES.writeIbug(folder.resolve("ibug"), 1, 0, count -> {});
    FACES.writeWflw(folder.resolve("wflw"), 1, 0, count -> {});

    assertThat(folder.resolve("ibug/helen/trainset/drawn_000000.jpg"))
        .hasSameBinaryContentAs(folder.resolve("wflw/WFLW_images/0--Drawn/drawn_000000.jpg"));
  }

  @Test
  void refusesAFolderThatIsNotEmpty() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

    assertThatThrownBy(() -> FACES.writeIbug(folder, 1, 1, count -> {}))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("holds files already")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> FACES.writeIbug(precious, 1, 1, count -> {}))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is a file");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(precious));
    assertThat(precious).hasContent("mine");
  }

  @Test
  void anInterruptedDrawingLeavesNothing() {
    assertThatThrownBy(
            () ->
                FACES.writeIbug(
                    folder.resolve("drawn"),
                    2,
                    1,
                    count -> {
                      if (count == 3) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasStackTraceContaining("enough");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatThrownBy(() -> FACES.writeIbug(folder, 1, -3, count -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3");
  }

  /** Names of a folder's files, each with its bytes as text. */
  private Map<String, String> files(String name) throws IOException {
    Path root = folder.resolve(name);
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        content.put(
            root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return content;
  }
}
