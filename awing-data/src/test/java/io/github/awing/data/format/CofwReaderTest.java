package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import io.github.awing.data.Visibility;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/** Reads small files in COFW's format, made with h5py: see resources/cofw/make.py. */
class CofwReaderTest {

  @TempDir private Path folder;

  static Path fixture() {
    try {
      return Path.of(CofwReaderTest.class.getResource("/cofw").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsLandmarksOcclusionAndBoxes() {
    assertThat(DataSetFormat.guess(fixture())).isEqualTo(DataSetFormat.COFW);
    FaceDataSet data = DataSetFormat.COFW.read(fixture(), Split.TRAIN);
    assertThat(data.scheme().name()).isEqualTo("cofw-29");
    assertThat(data.faces()).hasSize(3);
    AnnotatedFace face = data.faces().get(2);
    assertThat(face.image()).isEqualTo("train/0003");
    assertThat(face.landmarks().get(0)).isEqualTo(new Point(12, 20));
    assertThat(face.landmarks().get(28)).isEqualTo(new Point(40, 76));
    assertThat(face.visibility().subList(0, 3))
        .containsExactly(Visibility.VISIBLE, Visibility.OCCLUDED, Visibility.VISIBLE);
    assertThat(face.box()).isEqualTo(new Box(10, 18, 50, 78));
    assertThat(DataSetFormat.COFW.read(fixture(), Split.TEST).faces()).hasSize(2);
  }

  @Test
  void readsPicturesOfColoursAndOfGreys() {
    List<AnnotatedFace> train = DataSetFormat.COFW.read(fixture(), Split.TRAIN).faces();
    List<AnnotatedFace> test = DataSetFormat.COFW.read(fixture(), Split.TEST).faces();
    for (List<AnnotatedFace> faces : List.of(train, test)) {
      try (Picture colours = faces.get(0).picture().read();
          Picture greys = faces.get(1).picture().read()) {
        assertThat(colours.width()).isEqualTo(6);
        assertThat(colours.height()).isEqualTo(4);
        // At x = 5, y = 2: red 10 y + x, green 100 + y, blue 200 + x.
        assertThat(colours.toBufferedImage().getRGB(5, 2) & 0xffffff)
            .isEqualTo(25 << 16 | 102 << 8 | 205);
        assertThat(greys.height()).isEqualTo(5);
        assertThat(greys.toBufferedImage().getRGB(3, 4) & 0xffffff)
            .isEqualTo(43 << 16 | 43 << 8 | 43);
      }
    }
  }

  @Test
  void readsCofw68BesideThePictures() throws IOException {
    Files.copy(fixture().resolve("COFW_test_color.mat"), folder.resolve("COFW_test_color.mat"));
    Files.createDirectory(folder.resolve("test_annotations"));
    for (int number = 1; number <= 2; number++) {
      writePoints(number, number == 2 ? 5.5 : 4.5);
    }
    FaceDataSet data = DataSetFormat.COFW.read(folder, new Split("cofw68"));
    assertThat(data.scheme().name()).isEqualTo("300w-68");
    AnnotatedFace second = data.faces().get(1);
    assertThat(second.landmarks().get(0)).isEqualTo(new Point(5.5, 1));
    assertThat(second.landmarks().get(67)).isEqualTo(new Point(72.5, 135));
    assertThat(second.visibility().get(1)).isEqualTo(Visibility.OCCLUDED);
    assertThat(second.visibility().get(2)).isEqualTo(Visibility.VISIBLE);
    assertThat(second.box()).isEqualTo(new Box(9, 18, 49, 78));
    Files.delete(folder.resolve("test_annotations/2_points.mat"));
    assertThatThrownBy(() -> DataSetFormat.COFW.read(folder, new Split("cofw68")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("2_points.mat: there is no such file");
  }

  private void writePoints(int number, double first) throws IOException {
    Matrix points = Mat5.newMatrix(68, 2);
    Matrix occluded = Mat5.newMatrix(1, 68);
    for (int i = 0; i < 68; i++) {
      points.setDouble(i, 0, first + i);
      points.setDouble(i, 1, 1 + 2 * i);
      occluded.setDouble(0, i, i == 1 ? 1 : 0);
    }
    try (MatFile file = Mat5.newMatFile().addArray("Points", points).addArray("Occ", occluded)) {
      Mat5.writeToFile(file, folder.resolve("test_annotations/" + number + "_points.mat").toFile());
    }
  }

  @Test
  void namesTheMissingArray() {
    assertThatThrownBy(() -> DataSetFormat.COFW.read(fixture(), new Split("cofw68")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("test_annotations");
    assertThatThrownBy(() -> DataSetFormat.COFW.read(fixture(), new Split("half")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no split 'half'; it has train, test, cofw68");
    assertThatThrownBy(() -> DataSetFormat.COFW.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("COFW_test_color.mat: there is no such file");
  }
}
