package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckTest {

  private static final Landmarks INSIDE = Landmarks.of(10, 10, 20, 12, 15, 25);
  private static final Box BOX = new Box(5, 5, 25, 30);

  @TempDir private Path folder;

  @Test
  void findsWhatIsWrongAndNothingElse() throws IOException {
    Path picture = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(30, 40, BufferedImage.TYPE_3BYTE_BGR), "png", picture.toFile());
    Path text = Files.writeString(folder.resolve("b.png"), "no picture");
    List<AnnotatedFace> faces =
        List.of(
            face("a.png", picture, BOX, INSIDE),
            face("a.png", picture, BOX, Landmarks.of(-1, 10, 29.4, 12, 15, 39.6)),
            face("b.png", text, BOX, INSIDE),
            face("c.png", folder.resolve("c.png"), BOX, INSIDE),
            face(
                "a.png",
                picture,
                new Box(20, 26, 29, 39),
                INSIDE.map(p -> new Point(p.x(), p.y() + 1))),
            face("a.png", picture, BOX, INSIDE));
    Set<Integer> progress = new ConcurrentSkipListSet<>();

    DataCheck check = DataCheck.of(faces, progress::add);

    assertThat(check.pictures()).isEqualTo(3);
    assertThat(check.faces()).isEqualTo(6);
    assertThat(check.skipped()).isEqualTo(2);
    assertThat(progress).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(check.problems()).extracting(DataCheck.Problem::line).containsExactly(2, 3, 4, 5, 6);
    assertThat(check.problems().get(0).what())
        .isEqualTo("2 of 3 landmarks lie outside of the picture, 30 x 40 pixels");
    assertThat(check.problems().get(1).what()).contains("b.png");
    assertThat(check.problems().get(2).what()).contains("no such picture");
    assertThat(check.problems().get(3).what()).isEqualTo("its box misses its landmarks");
    assertThat(check.problems().get(4).what()).isEqualTo("this face is there already, as face 1");
  }

  private static AnnotatedFace face(String name, Path picture, Box box, Landmarks landmarks) {
    return new AnnotatedFace(name, new PictureFile(picture), box, landmarks, Set.of());
  }
}
