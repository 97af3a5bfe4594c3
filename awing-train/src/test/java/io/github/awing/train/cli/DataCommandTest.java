package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.train.TrainMain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {

  private static final int RING = 0x00E08A;

  @TempDir private Path folder;
  private Path faces;

  @BeforeEach
  void drawnFaces() {
    faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 5, 2, done -> {});
  }

  @Test
  void aSheetShowsFourPicturesOfEveryFace() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    assertThat(run("sheet", "--count", "3", "--out", sheet.toString()).exitCode()).isZero();
    BufferedImage picture = ImageIO.read(sheet.toFile());
    assertThat(picture.getWidth()).isEqualTo(4 * 266 + 10);
    assertThat(picture.getHeight()).isEqualTo(10 + 3 * 296);
    for (int row = 0; row < 3; row++) {
      for (int column : new int[] {0, 1, 3}) {
        assertThat(rings(picture.getSubimage(10 + 266 * column, 10 + 296 * row, 256, 256)))
            .as("row %d, column %d", row, column)
            .isGreaterThan(10);
      }
      // The boundary's panel has none.
      assertThat(rings(picture.getSubimage(10 + 2 * 266, 10 + 296 * row, 256, 256))).isZero();
    }
    assertThat(run("sheet", "--out", sheet.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void aCheckCountsAndNamesProblems() throws IOException {
    assertThat(run("check").output())
        .isEqualTo(
            "wflw, wflw-98: 5 faces in 5 pictures, 0 of them in pictures that cannot be read;"
                + " 0 problems");
    try (Stream<Path> pictures = Files.walk(faces.resolve("WFLW_images"))) {
      Files.writeString(
          pictures.filter(file -> file.toString().endsWith("000002.jpg")).findFirst().orElseThrow(),
          "no picture");
    }
    Ended ended = run("check");
    assertThat(ended.output()).contains("1 problems", "face 3, 0--Drawn/drawn_000002.jpg");
    assertThat(ended.exitCode()).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(run("check", "--json").output());
    assertThat(answer.get("format").asText()).isEqualTo("wflw");
    assertThat(answer.get("scheme").asText()).isEqualTo("wflw-98");
    assertThat(answer.get("faces").asInt()).isEqualTo(5);
    assertThat(answer.get("skipped").asInt()).isEqualTo(1);
    assertThat(answer.at("/problems/0/file").asText()).isEqualTo("0--Drawn/drawn_000002.jpg");
    assertThat(answer.at("/problems/0/line").asInt()).isEqualTo(3);
    assertThat(answer.at("/problems/0/what").asText()).isNotEmpty();
    // The sheet does without it.
    Path sheet = folder.resolve("sheet.png");
    assertThat(run("sheet", "--count", "5", "--out", sheet.toString()).exitCode()).isZero();
    assertThat(ImageIO.read(sheet.toFile()).getHeight()).isEqualTo(10 + 4 * 296);
  }

  @Test
  void aCheckNamesAllMistakesOfAList() throws IOException {
    Path list =
        faces.resolve(
            "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(list));
    String[] flat = lines.get(1).split(" ");
    Arrays.fill(flat, 196, 200, "0");
    lines.set(1, String.join(" ", flat));
    lines.set(3, "1 2 3");
    lines.add(lines.get(0));
    Files.write(list, lines);

    Ended ended = run("check");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .hasSize(4)
        .first()
        .isEqualTo(
            "wflw, wflw-98: 3 faces in 3 pictures, 0 of them in pictures that cannot be read;"
                + " 3 problems");
    assertThat(ended.output())
        .contains(
            "rect_attr_train.txt:2: fields 197 to 200: a box needs",
            "rect_attr_train.txt:4: 3 fields, but a face has 207",
            "rect_attr_train.txt:6: the same face of the same picture stands at line 1 already");
    JsonNode answer = new ObjectMapper().readTree(run("check", "--json").output());
    assertThat(answer.at("/problems")).hasSize(3);
    assertThat(answer.at("/problems/1/line").asInt()).isEqualTo(4);
    assertThat(answer.at("/problems/1/file").asText()).endsWith("rect_attr_train.txt");
    // The rectangles are not used here.
    assertThat(run("check", "--face-boxes", "landmarks").output())
        .contains("4 faces", "2 problems")
        .doesNotContain("fields 197");
    // Not one face is left: all mistakes are told, and nothing else is.
    Files.write(list, List.of("1 2 3", "4 5 6"));
    Ended none = run("check");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.output())
        .startsWith("wflw, unknown landmarks: 0 faces in 0 pictures")
        .contains("train.txt:1: 3 fields", "train.txt:2: 3 fields", "holds no face");
    assertThat(new ObjectMapper().readTree(run("check", "--json").output()).at("/scheme").isNull())
        .isTrue();
  }

  @Test
  void aCheckFindsHalfAPicture() throws IOException {
    Path picture = faces.resolve("WFLW_images/0--Drawn/drawn_000002.jpg");
    byte[] whole = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(whole, whole.length / 2));
    Ended ended = run("check");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .contains("1 of them in pictures that cannot be read", "is cut off: the JPEG's end");
  }

  @Test
  void wrongWordsEndWithTwo() {
    Path sheet = folder.resolve("sheet.png");
    assertThat(run("check", "--split", "validation").exitCode()).isEqualTo(2);
    assertThat(run("check", "--format", "mat").exitCode()).isEqualTo(2);
    assertThat(run("sheet", "--count", "0", "--out", sheet.toString()).exitCode()).isEqualTo(2);
    assertThat(run("sheet").exitCode()).isEqualTo(2);
    assertThat(sheet).doesNotExist();
  }

  private record Ended(int exitCode, String output) {}

  private Ended run(String command, String... more) {
    String[] words =
        Stream.concat(Stream.of("data", command, "--data", faces.toString()), Stream.of(more))
            .toArray(String[]::new);
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      int exitCode = TrainMain.run(words);
      return new Ended(exitCode, printed.toString(StandardCharsets.UTF_8).strip());
    } finally {
      System.setOut(console);
    }
  }

  private static int rings(BufferedImage picture) {
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if ((picture.getRGB(x, y) & 0xFFFFFF) == RING) {
          count++;
        }
      }
    }
    return count;
  }
}
