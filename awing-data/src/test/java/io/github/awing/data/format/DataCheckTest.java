package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Visibility;
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
  void findsAllErrorsAndNothingElse() throws IOException {
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

  private List<String> problems(Box box, Landmarks landmarks) throws IOException {
    Path picture = folder.resolve("p.png");
    ImageIO.write(
        new BufferedImage(200, 100, BufferedImage.TYPE_3BYTE_BGR), "png", picture.toFile());
    return DataCheck.of(List.of(face("p.png", picture, box, landmarks)), done -> {})
        .problems()
        .stream()
        .map(DataCheck.Problem::what)
        .toList();
  }

  /** If the numbers show that a box is in the other form, the check reports it. */
  @Test
  void reportsABoxInTheOtherForm() throws IOException {
    Landmarks landmarks = Landmarks.of(110, 40, 150, 45, 130, 80);
    assertThat(problems(new Box(100, 30, 160, 90), landmarks)).isEmpty();
    // x, y, width, height read as two corners.
    Landmarks atLeft = Landmarks.of(50, 40, 80, 45, 65, 80);
    assertThat(problems(new Box(40, 30, 45, 60), atLeft))
        .containsExactly(
            "its box misses its landmarks; it would hold them if its sides were given as x, y, width, height");
    // Two corners read as x, y, width, height.
    assertThat(problems(new Box(100, 30, 100 + 160, 30 + 90), landmarks))
        .containsExactly(
            "its box reaches to (260.0, 120.0), beyond the picture; its width and height, 160.0 and 90.0, seem to be the right and bottom sides");
    // A face at the picture's edge may have a box beyond it.
    assertThat(problems(new Box(120, 40, 210, 130), Landmarks.of(150, 60, 190, 65, 170, 95)))
        .isEmpty();
  }

  /** The places of unlabelled landmarks have no meaning. */
  @Test
  void ignoresUnlabelledLandmarks() throws IOException {
    Path picture = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(30, 40, BufferedImage.TYPE_3BYTE_BGR), "png", picture.toFile());
    AnnotatedFace face =
        new AnnotatedFace(
            "a.png",
            new PictureFile(picture),
            BOX,
            Landmarks.of(10, 10, -900, -900, 15, 25),
            List.of(Visibility.VISIBLE, Visibility.UNLABELLED, Visibility.OCCLUDED),
            Set.of());
    assertThat(DataCheck.of(List.of(face), done -> {}).problems()).isEmpty();
  }

  @Test
  void reportsTwoFacesAtOnePlace() throws IOException {
    Path picture = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(30, 40, BufferedImage.TYPE_3BYTE_BGR), "png", picture.toFile());
    Landmarks near = INSIDE.map(p -> new Point(p.x() + 0.5, p.y()));
    Landmarks apart = INSIDE.map(p -> new Point(p.x() + 5, p.y()));
    List<AnnotatedFace> faces =
        List.of(
            face("a.png", picture, BOX, INSIDE),
            face("a.png", picture, BOX, apart),
            face("a.png", picture, BOX, near));
    assertThat(DataCheck.of(faces, done -> {}).problems())
        .singleElement()
        .isEqualTo(
            new DataCheck.Problem(
                "a.png",
                3,
                "its landmarks are nearly those of face 1 of the same picture; is it there twice?"));
  }

  private static AnnotatedFace face(String name, Path picture, Box box, Landmarks landmarks) {
    return new AnnotatedFace(name, new PictureFile(picture), box, landmarks, Set.of());
  }
}
