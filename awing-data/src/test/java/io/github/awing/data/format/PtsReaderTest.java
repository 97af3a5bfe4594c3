package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PtsReaderTest {

  @TempDir private Path folder;

  @Test
  void readsOneBasedPoints() throws IOException {
    put("b/second.pts", points(68), "b/second.PNG");
    put("a.pts", points(68), "a.jpg");
    Files.createFile(folder.resolve("a picture without points.jpg"));
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TRAIN);
    assertThat(data.scheme().name()).isEqualTo("300w-68");
    assertThat(data.faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("a.jpg", "b/second.PNG");
    Landmarks landmarks = data.faces().get(0).landmarks();
    // The file has 1.0 2.5: the first pixel's centre is (1, 1) in the file, and (0, 0) here.
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
  void otherFoldersHaveNoSplits() throws IOException {
    put("ibug.pts", points(68), "ibug.jpg");
    assertThat(DataSetFormat.PTS.read(folder, Split.TRAIN).faces()).hasSize(1);
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces()).hasSize(1);
    assertThatThrownBy(() -> DataSetFormat.PTS.read(folder, new Split("common")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no split 'common'; it has train and test alone");
  }

  @Test
  void ignoresAByteOrderMark() throws IOException {
    put("a.pts", "\uFEFF" + points(68), "a.jpg");
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces().get(0).landmarks().get(0))
        .isEqualTo(new Point(0, 1.5));
  }

  /** macOS puts such files beside a user's files, and into archives. */
  @Test
  void ignoresTheOperatingSystemsFiles() throws IOException {
    put("a.pts", points(68), "a.jpg");
    put("._a.pts", "\0\5\26\7", "._a.jpg");
    put("__MACOSX/b.pts", "\0\5\26\7", "__MACOSX/b.jpg");
    put("__MACOSX/sub/._a.pts", "", "__MACOSX/sub/._a.jpg");
    Files.createFile(folder.resolve(".DS_Store"));
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TEST);
    assertThat(data.faces()).extracting(AnnotatedFace::image).containsExactly("a.jpg");
    assertThat(data.notes()).isEmpty();
    assertThat(LandmarkList.truth(folder, LandmarkScheme.named("300w-68"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jfif", "JPE", "jpe", "gif", "GIF", "webp", "dib", "pnm", "pbm", "TIFF"})
  void everyKindOfPictureIsFound(String extension) throws IOException {
    put("a.pts", points(68), "a." + extension);
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces()).hasSize(1);
  }

  private void picture(String name, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, 40, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(image, PictureNames.isJpeg(Path.of(name)) ? "jpg" : "png", file(name));
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }

  /** A picture and its mask: the JPEG is the picture, or the mask is made from it. */
  @Test
  void prefersTheJpegOfTwoPicturesOfOneNameAndSize() throws IOException {
    put("a.pts", points(68), "a.txt");
    picture("a.png", 30);
    picture("a.jpg", 30);
    assertThat(DataSetFormat.PTS.read(folder, Split.TEST).faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("a.jpg");
    picture("a.jfif", 30);
    refused("a.pts", "several pictures beside it have its name: a.jfif, a.jpg, a.png;");
    Files.delete(folder.resolve("a.jfif"));
    picture("a.png", 31);
    refused("a.pts", "several pictures beside it have its name: a.jpg, a.png;");
    Files.delete(folder.resolve("a.jpg"));
    picture("a.bmp", 31);
    refused("a.pts", "several pictures beside it have its name: a.bmp, a.png;");
  }

  @Test
  void twoPointsFilesOfOnePictureAreNamed() throws IOException {
    put("a.PTS", points(68), "a.jpg");
    assumeThat(folder.resolve("a.pts")).doesNotExist();
    Files.writeString(folder.resolve("a.pts"), points(68));
    refused("a.pts", "has the same picture as");
    refused("a.pts", "a.PTS, a.jpg");
  }

  @Test
  void countsAndNamesTheFilesLeftOut() throws IOException {
    put("helen/testset/a.pts", points(68), "helen/testset/a.jpg");
    put("elsewhere/b.pts", points(68), "elsewhere/b.jpg");
    Files.createFile(folder.resolve("helen/testset/c.jpg"));
    FaceDataSet data = DataSetFormat.PTS.read(folder, Split.TEST);
    assertThat(data.faces()).hasSize(1);
    assertThat(data.notes())
        .containsExactly(
            "1 .pts files are left out, as they lie in none of 300W's folders: elsewhere/b.pts",
            "1 pictures are left out, as they have no .pts file beside them: helen/testset/c.jpg");
  }

  @Test
  void reportsAllMistakesOnRequest() throws IOException {
    put("a.pts", points(68), "a.jpg");
    put("b.pts", points(68), "other.jpg");
    put("c.pts", points(98), "c.jpg");
    put("d.pts", "", "d.jpg");
    List<String> files = new ArrayList<>();
    FaceDataSet data =
        DataSetFormat.PTS.read(
            folder, DataSetRequest.of(Split.TEST).withMistakeHandler(e -> files.add(e.file())));
    assertThat(data.faces()).hasSize(1);
    assertThat(files)
        .containsExactly(
            folder.resolve("b.pts").toString(),
            folder.resolve("c.pts").toString(),
            folder.resolve("d.pts").toString());
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
  void requiresOneSchemeAndAPictureForEachFile() throws IOException {
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
  void refusesOtherFiles(String text) throws IOException {
    put("a.pts", text, "a.jpg");
    refused("a.pts", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e999", "x", "0x", "--1"})
  void refusesInvalidNumbers(String number) throws IOException {
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
