package io.github.awing.eval.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.eval.EvalMain;
import io.github.awing.eval.TestInputs;
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
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {

  private record Ended(int code, String output) {}

  @TempDir Path folder;
  private Path checkpoint;

  @BeforeEach
  void aCheckpoint() throws IOException {
    checkpoint = TestInputs.checkpoint(folder);
  }

  @Test
  void manyPicturesGiveTheSameResultsAsSingleOnesInOrder() throws IOException {
    List<String> names = IntStream.range(0, 21).mapToObj("p%02d.png"::formatted).toList();
    for (String name : names) {
      picture("many/" + name, name.hashCode());
    }

    assertDone(predict("many"), "21 faces in 21 pictures", "0 skipped, 0 without a face");

    List<JsonNode> lines = jsonLines("landmarks.jsonl");
    assertThat(lines).extracting(line -> line.at("/image").asText()).isEqualTo(names);
    for (int i = 0; i < 21; i += 10) {
      assertDone(predict("many/" + names.get(i), "--overwrite"));
      JsonNode alone = jsonLines("landmarks.jsonl").get(0);
      for (int p = 0; p < 68; p++) {
        for (int c = 0; c < 3; c++) {
          String at = "/points/%d/%d".formatted(p, c);
          assertThat(lines.get(i).at(at).asDouble())
              .isCloseTo(alone.at(at).asDouble(), within(1e-3));
        }
      }
    }
    assertThat(out().toFile().list()).containsExactly("landmarks.jsonl");
  }

  @Test
  void picturesOfTheSameNameInTwoFoldersStayApart() throws IOException {
    picture("a/face.png", 1);
    picture("b/face.png", 2);

    assertDone(predict("a", "b", "--pts", "--overlay"));

    assertThat(written())
        .containsExactly(
            "a/face.png.overlay.png", "a/face.pts", "b/face.png.overlay.png", "b/face.pts");
    assertThat(out("a/face.pts")).content().isNotEqualTo(Files.readString(out("b/face.pts")));
  }

  @Test
  void everyFaceHasItsOwnPointsFile() throws IOException {
    picture("a/face.png", 1);
    Files.copy(folder.resolve("a/face.png"), folder.resolve("a/face.bmp"));
    Files.copy(folder.resolve("a/face.png"), folder.resolve("a/face-2.png"));
    Files.writeString(
        folder.resolve("boxes.csv"),
        """
        image,left,top,right,bottom
        face.png,1,1,60,60
        face.bmp,1,1,70,70
        face-2.png,1,1,80,80
        face.png,1,1,90,90
        """);

    assertDone(predict("a", "--pts", "--boxes", folder.resolve("boxes.csv").toString()));

    assertThat(written()).hasSize(4).contains("face-2.pts", "face.pts");
  }

  @Test
  void aPictureNamedTwiceIsPredictedOnce() throws IOException {
    picture("a/face.png", 1);

    assertDone(predict("a", "a/face.png", "a/../a"), "1 face in 1 picture");
  }

  @Test
  void picturesInTheOutputFolderAreIgnored() throws IOException {
    picture("face.png", 1);

    assertDone(predict(".", "--overlay"), "1 face in 1 picture");
    assertDone(predict(".", "--overlay", "--overwrite"), "1 face in 1 picture");
  }

  @Test
  void damagedPicturesAreNamedAndSkipped() throws IOException {
    picture("many/a.png", 1);
    picture("many/d.png", 2);
    Files.writeString(folder.resolve("many/b.jpg"), "no picture");
    byte[] half = Files.readAllBytes(folder.resolve("many/a.png"));
    Files.write(folder.resolve("many/c.png"), Arrays.copyOf(half, 20));
    Files.createFile(folder.resolve("many/e.webp"));
    Files.createSymbolicLink(folder.resolve("many/f.png"), folder.resolve("nowhere.png"));

    Ended ended = predict("many", "--overlay", "--csv");

    assertDone(ended, "2 faces in 6 pictures", "4 skipped, 0 without a face");
    for (String name : List.of("b.jpg", "c.png", "e.webp", "f.png")) {
      assertThat(ended.output().lines())
          .anyMatch(line -> line.startsWith("skipped: ") && line.contains(name));
    }
    assertThat(Files.readAllLines(out("landmarks.csv")))
        .extracting(line -> line.split(",")[0])
        .containsExactly("image", "a.png", "d.png");
    assertThat(written()).contains("a.png.overlay.png", "d.png.overlay.png").hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--csv"})
  void strictEndsAtTheFirstErrorAndKeepsTheWrittenResults(String form) throws IOException {
    for (int i = 0; i < 10; i++) {
      picture("many/%d.png".formatted(i), i);
    }
    Files.writeString(folder.resolve("many/95.png"), "no picture");
    picture("many/99.png", 99);

    Ended ended = predict("many", form, "--strict");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("error: ", "95.png: is no picture of a known kind");
    String partial = form.equals("--csv") ? "landmarks.partial.csv" : "landmarks.partial.jsonl";
    assertThat(written()).containsExactly(partial);
    assertThat(Files.readAllLines(out(partial))).hasSize(form.equals("--csv") ? 11 : 10);
  }

  /** The box surrounds the landmarks; YuNet's own box reaches up to the hairline. */
  @Test
  void aFaceIsFoundByTheBuiltInDetector() throws IOException {
    Path portrait =
        Path.of("../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg");
    Files.createDirectories(folder.resolve("many"));
    Files.copy(portrait, folder.resolve("many/face.jpg"));

    assertDone(predict("many", "--detect", "--overlay"), "1 face in 1 picture");

    JsonNode box = jsonLines("landmarks.jsonl").get(0).at("/box");
    // Measured by hand: brows at 85, chin at 178, cheeks at 179 and 270.
    double[] expected = {179, 85, 270, 178};
    for (int i = 0; i < 4; i++) {
      assertThat(box.get(i).asDouble()).isCloseTo(expected[i], within(8.0));
    }
  }

  @Test
  void aPictureWithoutAFaceIsNamed() throws IOException {
    picture("many/flat.png", 1);
    ImageIO.write(
        new BufferedImage(80, 80, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("many/black.png").toFile());

    Ended ended = predict("many", "--detect");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("no face: ", "black.png", "no face was predicted");
    assertThat(out()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,0,1e9,1e9",
        "-1e300,0,1e300,9",
        "100,0,190,50",
        "1,-90,50,-1",
        "0,0,1001,9",
        "1,1,1.5,1.5",
        "-1e307,0,1e307,9"
      })
  void anImpossibleBoxIsNamedAndTheOtherFacesArePredicted(String box) throws IOException {
    picture("many/a.png", 1);
    picture("many/b.png", 2);
    picture("many/c.png", 3);
    Path boxes =
        Files.writeString(
            folder.resolve("boxes.csv"),
            "image,left,top,right,bottom\na.png,5,5,80,80\na.png,%s\na.png,9,9,70,70\nb.png,5,5,80,80\nc.png,%<s\n"
                .formatted(box));

    Ended ended = predict("many", "--boxes", boxes.toString());

    assertDone(
        ended,
        "3 faces in 3 pictures",
        "0 skipped, 0 without a face, 2 boxes left out",
        "left out: " + folder.resolve("many/a.png") + ": the box ",
        "cannot be of a face",
        "left out: " + folder.resolve("many/c.png") + ": the box ");
    assertThat(jsonLines("landmarks.jsonl").stream().map(line -> line.get("box").toString()))
        .containsExactly("[5.0,5.0,80.0,80.0]", "[9.0,9.0,70.0,70.0]", "[5.0,5.0,80.0,80.0]");

    Ended strict = predict("many", "--boxes", boxes.toString(), "--strict", "--overwrite");

    assertWrongInput(strict, "a.png: the box");
  }

  /** Pictures are read whatever their extension; other files are counted and named. */
  @Test
  void everyPictureOfAFolderIsReadAndTheRestNamed() throws IOException {
    picture("many/a.png", 1);
    BufferedImage image = TestInputs.noise(100, 100, 2);
    ImageIO.write(image, "jpg", folder.resolve("many/b.jfif").toFile());
    ImageIO.write(image, "jpg", folder.resolve("many/c.JPE").toFile());
    ImageIO.write(image, "gif", folder.resolve("many/d.gif").toFile());
    for (String other :
        List.of("e.HEIC", "f.txt", "g.txt", "README", "._a.png", ".DS_Store", "Thumbs.db")) {
      Files.writeString(folder.resolve("many").resolve(other), "x");
    }
    Files.createDirectories(folder.resolve("many/__MACOSX"));
    Files.writeString(folder.resolve("many/__MACOSX/h.png"), "x");

    Ended ended = predict("many");

    assertDone(
        ended,
        "4 files are left out, as their names are of no picture that is read"
            + " (1 .HEIC, 2 .txt, 1 without an extension), the first is README",
        "4 faces in 4 pictures",
        "0 skipped");
    assertThat(jsonLines("landmarks.jsonl"))
        .extracting(line -> line.at("/image").asText())
        .containsExactly("a.png", "b.jfif", "c.JPE", "d.gif");
    Files.createDirectories(folder.resolve("none"));
    Files.writeString(folder.resolve("none/e.heic"), "x");
    assertWrongInput(predict("none"), "this folder holds no picture that is read (");
    assertWrongInput(predict("none"), "; there is e.heic");
  }

  @Test
  void bothEnginesFindTheSame() throws IOException {
    for (int i = 0; i < 3; i++) {
      picture("many/%d.png".formatted(i), i);
    }
    assertDone(predict("many", "--engine", "nd4j"));
    List<JsonNode> nd4j = jsonLines("landmarks.jsonl");
    assertDone(predict("many", "--engine", "onnx", "--overwrite"));
    List<JsonNode> onnx = jsonLines("landmarks.jsonl");

    for (int i = 0; i < 3; i++) {
      for (int p = 0; p < 68; p++) {
        for (int c = 0; c < 3; c++) {
          String at = "/points/%d/%d".formatted(p, c);
          assertThat(onnx.get(i).at(at).asDouble())
              .isCloseTo(nd4j.get(i).at(at).asDouble(), within(1e-3));
        }
      }
    }
  }

  @Test
  void wrongInputIsExplainedInOneLine() throws IOException {
    picture("a/face.png", 1);
    assertWrongInput(
        predict("a", "--engine", "torch"),
        "there is no engine 'torch', but nd4j, nd4j-bfloat16, onnx");
    assertWrongInput(
        predict("a", "--detector", "none.xml"), "none.xml: there is no such face detector");
    assertWrongInput(predict("nowhere"), "there is no such picture or folder");
    Files.createDirectories(folder.resolve("empty"));
    assertWrongInput(predict("empty"), "this folder holds no picture");
    Files.createSymbolicLink(folder.resolve("empty/loop"), folder.resolve("empty"));
    assertWrongInput(predict("empty"), "a link leads back to where it is");
    assertThat(out()).doesNotExist();
    Files.createDirectories(out("something"));
    assertWrongInput(predict("a"), "--overwrite");
    Ended both = predict("a", "--whole", "--detect");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.output()).contains("mutually exclusive");
  }

  private void picture(String name, long seed) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(TestInputs.noise(100, 90, seed), "png", file.toFile());
  }

  private Path out(String... name) {
    return folder.resolve("out").resolve(String.join("/", name));
  }

  private List<String> written() throws IOException {
    try (var files = Files.walk(out())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out().relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private List<JsonNode> jsonLines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out(name))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** Takes words that are neither options nor their values as pictures of the test's folder. */
  private Ended predict(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("predict", "--checkpoint", checkpoint.toString(), "--out", out().toString()));
    String before = "";
    for (String argument : arguments) {
      boolean option =
          argument.startsWith("--")
              || List.of("--engine", "--boxes", "--detector").contains(before);
      all.add(option ? argument : folder.resolve(argument).toString());
      before = argument;
    }
    PrintStream console = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      int code = EvalMain.run(all.toArray(String[]::new));
      return new Ended(code, output.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(console);
    }
  }

  private static void assertDone(Ended ended, String... output) {
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(List.of(output)).allSatisfy(words -> assertThat(ended.output()).contains(words));
  }

  private static void assertWrongInput(Ended ended, String what) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    List<String> lines =
        ended.output().lines().filter(line -> !line.startsWith("backend:")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("error: ").contains(what);
  }
}
