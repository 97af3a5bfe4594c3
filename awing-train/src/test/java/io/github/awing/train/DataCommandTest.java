package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.SyntheticFaces;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aCheckCountsAndNamesWhatIsWrong() throws IOException {
    assertThat(run("check").output())
        .isEqualTo(
            "wflw, wflw-98: 5 faces in 5 pictures, 0 of them in pictures that cannot be read;"
                + " 0 problems");
    try (Stream<Path> pictures = Files.walk(faces.resolve("WFLW_images"))) {
      Files.writeString(
          pictures.filter(file -> file.toString().endsWith("000002.jpg")).findFirst().orElseThrow(),
          "no picture");
    }
    assertThat(run("check").output()).contains("1 problems", "face 3, 0--Drawn/drawn_000002.jpg");
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
