package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PtsReaderTest {

  @TempDir private Path folder;

  @Test
  void readsPointsFromOneOn() throws IOException {
    put("b/second.pts", points(68), "b/second.PNG");
    put("a.pts", points(68), "a.jpg");
    Files.createFile(folder.resolve("a picture without points.jpg"));
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TRAIN);
    assertThat(data.scheme().name()).isEqualTo("300w-68");
    assertThat(data.faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("a.jpg", "b/second.PNG");
    Landmarks landmarks = data.faces().get(0).landmarks();
    // The file says 1.0 2.5: the first pixel's centre is (1, 1) there, and (0, 0) here.
    assertThat(landmarks.get(0)).isEqualTo(new Point(0, 1.5));
    assertThat(data.faces().get(0).box()).isEqualTo(landmarks.box());
  }

  @Test
  void knows98PointsToo() throws IOException {
    put("a.pts", points(98), "a.jpg");
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).scheme().name()).isEqualTo("wflw-98");
  }

  /** The splits of the paper's protocol. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train       | AFW/a helen/trainset/b lfpw/trainset/c | train",
        "test        | helen/testset/d iBUG/f lfpw/testset/e  | challenging common",
        "full        | helen/testset/d iBUG/f lfpw/testset/e  | challenging common",
        "common      | helen/testset/d lfpw/testset/e         | common",
        "challenging | iBUG/f                                 | challenging",
        "private     | 300W/01_Indoor/g 300W/02_Outdoor/h     | private",
      })
  void tellsTheSplitsOf300WByItsFolders(String split, String faces, String attributes)
      throws IOException {
    for (String face :
        List.of(
            "AFW/a",
            "helen/trainset/b",
            "lfpw/trainset/c",
            "helen/testset/d",
            "lfpw/testset/e",
            "iBUG/f",
            "300W/01_Indoor/g",
            "300W/02_Outdoor/h",
            "elsewhere/i")) {
      put(face + ".pts", points(68), face + ".jpg");
    }
    FaceDataSet data = DataSetFormat.PTS.read(folder, new Split(split));
    assertThat(data.faces())
        .extracting(face -> face.image().replace(".jpg", ""))
        .containsExactly(faces.split(" "));
    assertThat(data.attributes()).containsExactly(attributes.split(" "));
    assertThatThrownBy(() -> DataSetFormat.PTS.read(folder, new Split("half")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("it has train, test (or full), common, challenging, private");
  }

  @Test
  void followsLinks() throws IOException {
    put("real/a.pts", points(68), "real/a.jpg");
    Path linked = link(folder.resolve("linked"), folder.resolve("real"));
    assertThat(DataSetFormat.guess(linked)).isEqualTo(DataSetFormat.PTS);
    assertThat(DataSetFormat.PTS.read(linked, Split.TRAIN).faces()).hasSize(1);

    link(folder.resolve("real/back"), folder.resolve("real"));
    refused("real", "a link leads back");
  }

  private static Path link(Path link, Path to) throws IOException {
    try {
      return Files.createSymbolicLink(link, to);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return abort("no symbolic links here: " + e);
    }
  }

  @Test
  void otherFoldersHaveNoParts() throws IOException {
    put("ibug.pts", points(68), "ibug.jpg");
    assertThat(DataSetFormat.PTS.read(folder, Split.TRAIN).faces()).hasSize(1);
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces()).hasSize(1);
    assertThatThrownBy(() -> DataSetFormat.PTS.read(folder, new Split("common")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no split 'common'; it has train and test alone");
  }

  @Test
  void isTolerantOfSpaceAndCase() throws IOException {
    String loose =
        points(68)
            .replace("version: 1", "Version:1.0")
            .replace("n_points: 68", "N_POINTS:  68")
            .replace("\n", "\r\n ");
    put("a.pts", loose, "a.jpg");
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces()).hasSize(1);
  }

  @Test
  void wantsOneSchemeAndAPictureForEach() throws IOException {
    put("a.pts", points(68), "a.jpg");
    put("b.pts", points(98), "b.jpg");
    refused("b.pts", "98 points");
    Files.writeString(folder.resolve("b.pts"), points(68));
    Files.delete(folder.resolve("b.jpg"));
    refused("b.pts", "no picture");
    Files.writeString(folder.resolve("b.pts"), points(7));
    Files.createFile(folder.resolve("b.jpg"));
    refused("b.pts", "29 or 68 or 98");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "version: 1",
        "version: 1\nn_points: 68\n{\n1 2\n",
        "version: 1\nn_points: 68\n{\n1 2\n}\n",
        "version: 1\nn_points: -68\n{\n}\n",
        "version: 1\nn_points: 99999999999999999999\n{\n}\n",
        "version: 2\nn_points: 68\n{\n}\n",
        "{{{{}}}}",
      })
  void refusesWhatIsNoPointsFile(String text) throws IOException {
    put("a.pts", text, "a.jpg");
    refused("a.pts", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e999", "x", "0x", "--1"})
  void refusesWhatIsNoNumber(String number) throws IOException {
    put("a.pts", points(68).replaceFirst("2\\.5", number), "a.jpg");
    refused("a.pts", "point 1: y");
  }

  @Test
  void refusesPointsWithoutExtent() throws IOException {
    String same = "version: 1\nn_points: 68\n{\n" + "5 5\n".repeat(68) + "}\n";
    put("a.pts", same, "a.jpg");
    refused("a.pts", "box");
  }

  @Test
  void refusesOtherEncodingsAndHugeFiles() throws IOException {
    put("a.pts", "", "a.jpg");
    Files.write(folder.resolve("a.pts"), points(68).getBytes(StandardCharsets.UTF_16));
    refused("a.pts", "");
    Files.write(folder.resolve("a.pts"), new byte[10 << 20]);
    refused("a.pts", "longer");
  }

  private void refused(String file, String why) {
    assertThatThrownBy(() -> DataSetFormat.PTS.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(folder.resolve(file).toString())
        .hasMessageContaining(why);
  }

  private void put(String points, String text, String picture) throws IOException {
    Files.createDirectories(folder.resolve(points).getParent());
    Files.writeString(folder.resolve(points), text);
    Files.createFile(folder.resolve(picture));
  }

  private static String points(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> (i + 1) + ".0 " + (i * 2 + 2) + ".5")
        .collect(Collectors.joining("\n", "version: 1\nn_points: " + count + "\n{\n", "\n}\n"));
  }
}
