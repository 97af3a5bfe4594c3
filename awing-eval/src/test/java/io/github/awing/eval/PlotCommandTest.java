package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.eval.figure.Figure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotCommandTest {

  private record Ended(int code, String out, String err) {}

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyFigureBecomesAPngOfHandySize(Figure figure) throws IOException {
    Path file = folder.resolve("new/" + figure.word() + ".png");

    Ended ended = plot(figure.word(), "--out", file.toString());

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(Files.size(file)).isBetween(5_000L, 250_000L);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThanOrEqualTo(800);
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void anUnknownNameIsRefused() {
    assertRefused(plot("loses", "--out", "x.png"), "no figure 'loses'; there are losses, wing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"losses", "losses.jpg", "losses.svg", "png", "losses.png.txt", ""})
  void otherFormatsAreRefused(String name) {
    assertRefused(
        plot("losses", "--out", folder.resolve("a" + name).toString()), "must end in .png");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsReplacedOnlyWithOverwrite() throws IOException {
    Path file = Files.writeString(folder.resolve("LOSSES.PNG"), "mine");

    assertRefused(plot("weight-map", "--out", file.toString()), "LOSSES.PNG exists already");
    assertThat(file).hasContent("mine");

    assertThat(plot("weight-map", "--overwrite", "--out", file.toString()).code()).isZero();
    assertThat(ImageIO.read(file.toFile())).isNotNull();
  }

  @Test
  void aFolderIsRefused() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("a.png"));

    assertRefused(plot("losses", "--overwrite", "--out", inner.toString()), "is a folder");
  }

  @Test
  void helpListsEveryFigureInLinesThatFit() {
    Ended ended = plot("--help");

    assertThat(ended.code()).isZero();
    for (Figure figure : Figure.values()) {
      assertThat(ended.out().lines())
          .anyMatch(
              line -> line.startsWith("  " + figure.word() + " ") && line.endsWith(figure.shows()));
    }
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
  }

  private static void assertRefused(Ended ended, String what) {
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("error: ").contains(what);
  }

  private static Ended plot(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "plot";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintStream errBefore = System.err;
    PrintStream outBefore = System.out;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int code = EvalMain.run(all);
      return new Ended(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(errBefore);
      System.setOut(outBefore);
    }
  }
}
