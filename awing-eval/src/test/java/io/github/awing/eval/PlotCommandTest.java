package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotCommandTest {

  private static final int VERMILLION = 0xD55E00;
  private static final int BLUE = 0x0072B2;
  private static final int LEAST = 0x440154;
  private static final int GREATEST = 0xFDE725;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "losses, 2240, 860",
    "wing-vs-awing, 2240, 860",
    "awing-targets, 2240, 860",
    "hyper-parameters, 2240, 3440"
  })
  void drawsCurves(String plot, int width, int height) throws IOException {
    BufferedImage picture = drawn(plot);
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
    // A curve on either side.
    BufferedImage left = picture.getSubimage(0, 0, width / 2, height);
    BufferedImage right = picture.getSubimage(width / 2, 0, width / 2, height);
    assertThat(colours(left)).contains(VERMILLION, BLUE);
    assertThat(colours(right)).contains(VERMILLION, BLUE);
  }

  @ParameterizedTest
  @CsvSource({"weight-map, 1074", "boundary, 808"})
  void drawsHeatmaps(String plot, int width) throws IOException {
    BufferedImage picture = drawn(plot);
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(colours(picture)).contains(LEAST);
    if (plot.equals("weight-map")) {
      assertThat(colours(picture)).contains(GREATEST);
    }
  }

  @Test
  void leavesAFileThatExistsAlone() throws IOException {
    Path file = folder.resolve("losses.png");
    Files.writeString(file, "mine");
    assertThat(error(2, "plot", "losses", "--out", file.toString())).contains("--overwrite");
    assertThat(file).hasContent("mine");
    assertThat(EvalMain.run("plot", "losses", "--out", file.toString(), "--overwrite")).isZero();
    assertThat(ImageIO.read(file.toFile())).isNotNull();
  }

  @Test
  void refusesWhatItCannotDraw() {
    Path file = folder.resolve("plot.png");
    assertThat(error(2, "plot", "lossess", "--out", file.toString()))
        .contains("no plot 'lossess'")
        .contains("losses, wing-vs-awing, awing-targets, weight-map, boundary, hyper-parameters");
    assertThat(error(2, "plot", "losses", "--out", folder.resolve("plot.jpg").toString()))
        .contains(".png");
    Path directory = folder.resolve("folder.png");
    assertThat(directory.toFile().mkdir()).isTrue();
    assertThat(error(2, "plot", "losses", "--out", directory.toString(), "--overwrite"))
        .contains("folder");
    assertThat(error(2, "plot", "losses")).contains("--out");
    assertThat(file).doesNotExist();
  }

  private BufferedImage drawn(String plot) throws IOException {
    Path file = folder.resolve(plot + ".png");
    assertThat(EvalMain.run("plot", plot, "--out", file.toString())).isZero();
    return ImageIO.read(file.toFile());
  }

  private static Set<Integer> colours(BufferedImage picture) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colours;
  }

  /** What the program says when it ends with that exit code. */
  private static String error(int exitCode, String... arguments) {
    PrintStream console = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(EvalMain.run(arguments)).isEqualTo(exitCode);
    } finally {
      System.setErr(console);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
