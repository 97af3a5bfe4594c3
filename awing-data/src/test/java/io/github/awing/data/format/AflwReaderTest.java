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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Reads small files in the form of {@code AFLWinfo_release.mat}; in the real file the first 20,000
 * faces are to train on.
 */
class AflwReaderTest {

  @TempDir private Path folder;

  /**
   * Writes faces number 1 to {@code count}, in reverse order; of the first, landmark 4 is hidden.
   */
  static void write(Path folder, int count) throws IOException {
    Matrix data = Mat5.newMatrix(count, 38);
    Matrix mask = Mat5.newMatrix(count, 19);
    Matrix boxes = Mat5.newMatrix(count, 4);
    Matrix order = Mat5.newMatrix(1, count);
    Cell names = Mat5.newCell(count, 1);
    for (int face = 0; face < count; face++) {
      for (int i = 0; i < 19; i++) {
        data.setDouble(face, i, 100 + face + i);
        data.setDouble(face, 19 + i, 200 + 2 * i);
        mask.setDouble(face, i, 1);
      }
      boxes.setDouble(face, 0, 90);
      boxes.setDouble(face, 1, 150);
      boxes.setDouble(face, 2, 190);
      boxes.setDouble(face, 3, 260);
      order.setDouble(0, face, count - face);
      names.set(face, 0, Mat5.newString("0/image%05d.jpg".formatted(face + 1)));
    }
    mask.setDouble(0, 4, 0);
    mask.setDouble(0, 5, 0);
    data.setDouble(0, 5, -1);
    try (MatFile file =
        Mat5.newMatFile()
            .addArray("data", data)
            .addArray("mask_new", mask)
            .addArray("bbox", boxes)
            .addArray("ra", order)
            .addArray("nameList", names)) {
      Mat5.writeToFile(file, folder.resolve("AFLWinfo_release.mat").toFile());
    }
  }

  @Test
  void readsFacesInTheListsOrder() throws IOException {
    write(folder, 5);
    Files.createDirectories(folder.resolve("data/flickr"));
    assertThat(DataSetFormat.guess(folder)).isEqualTo(DataSetFormat.AFLW);
    FaceDataSet data = DataSetFormat.AFLW.read(folder, Split.TRAIN);
    assertThat(data.scheme().name()).isEqualTo("aflw-19");
    assertThat(data.faces()).hasSize(5);
    AnnotatedFace first = data.faces().get(0);
    assertThat(first.image()).isEqualTo("0/image00005.jpg");
    assertThat(first.picture())
        .isEqualTo(new PictureFile(folder.resolve("data/flickr/0/image00005.jpg")));
    assertThat(first.landmarks().get(18)).isEqualTo(new Point(122, 236));
    assertThat(first.box()).isEqualTo(new Box(90, 190, 150, 260));
    assertThat(first.visibility()).containsOnly(Visibility.VISIBLE);
    AnnotatedFace last = data.faces().get(4);
    assertThat(last.visibility().subList(3, 7))
        .containsExactly(
            Visibility.VISIBLE, Visibility.OCCLUDED, Visibility.UNLABELLED, Visibility.VISIBLE);
  }

  @Test
  void facesAfterTheFirstTwentyThousandAreTestFaces() throws IOException {
    write(folder, 20_003);
    assertThat(DataSetFormat.AFLW.read(folder, Split.TRAIN).faces()).hasSize(20_000);
    FaceDataSet test = DataSetFormat.AFLW.read(folder, Split.TEST);
    assertThat(test.faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("0/image00003.jpg", "0/image00002.jpg", "0/image00001.jpg");
    assertThat(DataSetFormat.AFLW.read(folder, new Split("frontal")).faces())
        .extracting(AnnotatedFace::image)
        .containsExactly("0/image00003.jpg", "0/image00002.jpg");
    assertThatThrownBy(() -> DataSetFormat.AFLW.read(folder, new Split("side")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("it has train, test (or full), frontal");
  }
}
