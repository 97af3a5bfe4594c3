package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvalMainTest {

  private record Ended(int code, String output) {}

  @TempDir Path folder;
  private Path checkpoint;
  private Path faces;

  @BeforeEach
  void makeInputs() throws IOException {
    checkpoint = TestInputs.checkpoint(folder);
    faces = folder.resolve("faces");
    for (int i = 0; i < 3; i++) {
      TestInputs.face(faces, "face" + i, i);
    }
  }

  @Test
  void anEvaluationWritesMetricsErrorsAndAReport() throws IOException {
    Ended ended = evaluate("--threshold", "1");

    assertThat(ended.code()).as(ended.output()).isZero();
    JsonNode metrics = new ObjectMapper().readTree(out("metrics.json").toFile());
    assertThat(metrics.at("/scheme").asText()).isEqualTo("300w-68");
    assertThat(metrics.at("/normaliser").asText()).isEqualTo("inter-ocular");
    assertThat(metrics.at("/threshold").asDouble()).isEqualTo(1);
    assertThat(metrics.at("/count").asInt()).isEqualTo(3);
    assertThat(metrics.at("/perImage").asText()).isEqualTo("errors.csv");
    assertThat(metrics.at("/subsets").isObject()).isTrue();
    List<String> errors = Files.readAllLines(out("errors.csv"));
    assertThat(errors).hasSize(4).startsWith("image,nme");
    double[] nme =
        errors.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[1])).toArray();
    assertThat(metrics.at("/nme").asDouble())
        .isCloseTo((nme[0] + nme[1] + nme[2]) / 3, within(1e-12));
    assertThat(metrics.at("/auc").asDouble()).isCloseTo(FaceErrors.of(nme).auc(1), within(1e-12));
    assertThat(Files.readString(out("report.html"))).contains("CPU", "stacks: 1", "</html>");
    assertThat(folder.resolve("out").toFile().list())
        .containsExactlyInAnyOrder(
            "metrics.json",
            "errors.csv",
            "errors-by-landmark.csv",
            "errors-by-part.csv",
            "predictions.csv",
            "report.html");
    assertThat(metrics.at("/normalisers/inter-pupil/nme").asDouble()).isPositive();
    assertThat(metrics.at("/intervals/nme/0").asDouble())
        .isLessThanOrEqualTo(metrics.at("/nme").asDouble());
    assertThat(Files.readAllLines(out("errors-by-landmark.csv"))).hasSize(1 + 68);
    assertThat(Files.readAllLines(out("errors-by-part.csv"))).hasSize(1 + 5);
    assertThat(ended.output()).contains("3 faces: NME");
  }

  /** The checkpoint contains a user's own scheme, which the library does not have. */
  @Test
  void aUsersOwnSchemeIsNamedOnlyInTraining() throws IOException {
    String own =
        "name: mine-68\nlandmarks: 68\nflip: 0-16\nnormalisers:\n  chin: [\"0\", \"16\"]\n";
    new Checkpoint(TestInputs.network(), own, 1.25, 3, 40, 7, "stacks: 1\n").save(checkpoint);

    Ended ended = evaluate();

    assertThat(ended.code()).as(ended.output()).isZero();
    JsonNode metrics = new ObjectMapper().readTree(out("metrics.json").toFile());
    assertThat(metrics.at("/scheme").asText()).isEqualTo("mine-68");
    assertThat(metrics.at("/normaliser").asText()).isEqualTo("chin");
    // Another scheme is refused with a message.
    assertWrongInput(
        evaluate("--overwrite", "--scheme", "300w-68"),
        "the network finds landmarks of mine-68, but the data set has those of 300w-68");
  }

  @Test
  void aDataSetWithoutTheNetworksLandmarksIsNamed() throws IOException {
    String own = "name: mine-5\nlandmarks: 5\nflip: 0-1\nusual-normaliser: box-size\n";
    HourglassSpec spec = new HourglassSpec(5, 1, 16, 2, 64, true, true, false);
    new Checkpoint(HourglassNetwork.create(spec, 7), own, 1.25, 3, 40, 7, "stacks: 1\n")
        .save(checkpoint);
    assertWrongInput(
        evaluate(), "the data set has the landmarks of 300w-68, which hold not those of mine-5");
  }

  @Test
  void aTruncatedPictureIsSkippedOrEndsTheEvaluation() throws IOException {
    for (int i = 0; i < 3; i++) {
      Path png = faces.resolve("face" + i + ".png");
      Path jpeg = faces.resolve("face" + i + ".jpg");
      ImageIO.write(ImageIO.read(png.toFile()), "jpg", jpeg.toFile());
      Files.delete(png);
    }
    Path half = faces.resolve("face1.jpg");
    byte[] whole = Files.readAllBytes(half);
    Files.write(half, Arrays.copyOf(whole, whole.length * 6 / 10));

    Ended ended = evaluate();

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("1 faces skipped:", "face1.jpg: is cut off");
    assertWrongInput(evaluate("--strict", "--overwrite"), "face1.jpg: is cut off: the JPEG's end");
    Ended predicted = predict("--overwrite");
    assertThat(predicted.code()).isZero();
    assertThat(predicted.output()).contains("skipped: ", "face1.jpg: is cut off", "1 skipped");
    Ended strict = predict("--strict", "--overwrite");
    assertThat(strict.code()).isEqualTo(2);
    assertThat(strict.output()).contains("error: ", "face1.jpg: is cut off");
  }

  @Test
  void theFlipTestChangesTheFigures() throws IOException {
    evaluate();
    double plain = nme();
    Ended ended = evaluate("--flip", "--overwrite");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(nme()).isNotEqualTo(plain);
    assertThat(Files.readString(out("report.html"))).contains("the mean of each face");
  }

  private double nme() throws IOException {
    return new ObjectMapper().readTree(out("metrics.json").toFile()).at("/nme").asDouble();
  }

  @Test
  void pointFilesAndCsvAgree() throws IOException {
    Files.writeString(
        folder.resolve("boxes.csv"),
        "image,left,top,right,bottom\nface0.png,10,10,90,90\n\"face1.png\", 0, 5, 70, 80\n");
    Ended ended = predict("--boxes", folder.resolve("boxes.csv").toString(), "--pts");
    assertThat(ended.code()).as(ended.output()).isZero();

    Files.copy(faces.resolve("face0.png"), out("face0.png"));
    Files.copy(faces.resolve("face1.png"), out("face1.png"));
    Landmarks read =
        DataSetFormat.PTS.read(folder.resolve("out"), Split.TEST).faces().get(0).landmarks();

    String csv = folder.resolve("csv").toString();
    run(
        "predict",
        "--checkpoint",
        checkpoint.toString(),
        "--out",
        csv,
        "--boxes",
        folder.resolve("boxes.csv").toString(),
        "--csv",
        faces.toString());
    String[] row = Files.readAllLines(Path.of(csv, "landmarks.csv")).get(1).split(",");
    assertThat(row).hasSize(1 + 2 * 68).startsWith("face0.png");
    for (int i = 0; i < 68; i++) {
      assertThat(Double.parseDouble(row[1 + 2 * i])).isCloseTo(read.get(i).x(), within(1e-9));
      assertThat(Double.parseDouble(row[2 + 2 * i])).isCloseTo(read.get(i).y(), within(1e-9));
    }
  }

  @Test
  void predictionsAreJsonLinesByDefault() throws IOException {
    Ended ended = predict("--overlay");

    assertThat(ended.code()).as(ended.output()).isZero();
    List<String> lines = Files.readAllLines(out("landmarks.jsonl"));
    assertThat(lines).hasSize(3);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.at("/image").asText()).isEqualTo("face0.png");
    assertThat(first.at("/box").toString()).isEqualTo("[-0.5,-0.5,99.5,99.5]");
    assertThat(first.at("/points")).hasSize(68);
    assertThat(first.at("/points/67")).hasSize(3);
    assertThat(out("face2.png.overlay.png")).exists();
  }

  @Test
  void anUnreadablePictureIsNamedAndSkipped() throws IOException {
    Files.writeString(faces.resolve("face1.png"), "no picture");

    Ended ended = evaluate();
    assertThat(ended.code()).isZero();
    assertThat(ended.output()).contains("2 faces: NME", "1 faces skipped", "face1.png");
    assertThat(Files.readString(out("metrics.json"))).contains("\"count\" : 2", "\"skipped\" : 1");
    assertThat(Files.readString(out("report.html"))).contains("face1.png");

    Ended strict = evaluate("--strict", "--overwrite");
    assertThat(strict.code()).isEqualTo(2);
    assertThat(strict.output()).contains("face1.png");
  }

  @Test
  void aFaceWhoseTruthHasNoSizeIsNamedAndSkipped() throws IOException {
    Landmarks truth = TestInputs.landmarks(1);
    TestInputs.points(
        faces.resolve("face1.pts"), truth.map(p -> p.equals(truth.get(45)) ? truth.get(36) : p));

    Ended ended = evaluate();

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).contains("1 faces skipped", "face1.png", "inter-ocular", "0.0");
  }

  @Test
  void nothingMeasurableIsAnError() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.writeString(faces.resolve("face" + i + ".png"), "");
    }

    Ended ended = evaluate();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output())
        .contains("none of the faces could be measured")
        .contains("face0.png");
  }

  @Test
  void wrongInputIsExplainedInOneLine() throws IOException {
    for (String wrong : List.of("0", "10", "1.01", "-0.1", "NaN", "Infinity")) {
      assertWrongInput(
          evaluate("--threshold", wrong),
          "--threshold must be a fraction above 0 and up to 1, 0.1 for 10 %, but is " + wrong);
    }
    for (String wrong : List.of("10%", "0,1", "")) {
      assertWrongInput(
          evaluate("--threshold", wrong), "must be a fraction, 0.1 for 10 %, but is '");
    }
    assertWrongInput(evaluate("--normaliser", "nose"), "no normaliser 'nose'");
    assertWrongInput(evaluate("--split", "half"), "has no split 'half'; it has train and test");
    assertWrongInput(evaluate("--format", "xml"), "no data set format 'xml'");
    Files.createDirectories(out("something"));
    assertWrongInput(evaluate(), "--overwrite");
    Files.writeString(checkpoint, "PK no zip");
    assertWrongInput(evaluate("--overwrite"), "tiny.awing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "image,left,top\n",
        "image,left,top,right,bottom\n",
        "image,left,top,right,bottom\nface0.png,1,2,3\n",
        "image,left,top,right,bottom\nface0.png,1,2,three,4\n",
        "image,left,top,right,bottom\nface0.png,5,2,3,4\n",
        "image,left,top,right,bottom\nface0.png,NaN,2,3,4\n",
        "image,left,top,right,bottom\nface0.png,1,2,Infinity,4\n",
        "image,left,top,right,bottom\nother.png,1,2,3,4\n",
        "image,left,top,right,bottom\n,,,,\n",
        "image,left,top,width,height\nface0.png,1,2,3,4\n",
        "image,left,top,right,bottom\nface0.png,1,2,3,4\nface0.png,1,2,3,4\n",
        "image;left;top;right;bottom\nface0.png;1,5;2;3;4\n"
      })
  void aDamagedBoxesFileIsRefused(String csv) throws IOException {
    Path boxes = Files.writeString(folder.resolve("boxes.csv"), csv);

    assertWrongInput(predict("--boxes", boxes.toString()), "boxes.csv");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aBoxesFileWithAnEndlessLineIsRefused() throws IOException {
    Path boxes = folder.resolve("boxes.csv");
    Files.writeString(boxes, "image,left,top,right,bottom\n" + "a".repeat(100_000));
    assertWrongInput(predict("--boxes", boxes.toString()), "boxes.csv:2: is longer than");
  }

  /** Messages name the error and its remedy. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image,x,y,w,h~face0.png,1,2,3,4 | boxes.csv:1: the header must be image,left,top,right,bottom (right is x + width, bottom is y + height), but is 'image,x,y,w,h'",
        "image,left,top,right,bottom~face0.png,50,40,30,30 | boxes.csv:2: the box: a box needs left < right and top < bottom, all finite, but is left 50.0, top 40.0, right 30.0, bottom 30.0; if these are x, y, width and height, then right is x + width and bottom is y + height",
        "image,left,top,right,bottom~face0.png,1,2,3,4~face1.png,1,2,3,4~face0.png,1,2,3,4.0 | boxes.csv:4: the same box of the same picture stands at line 2",
        "image;left;top;right;bottom~face0.png;1,5;2;3;4 | boxes.csv:2: field 2, left, must be a number with a dot, but is '1,5'",
      })
  void aBoxesFileInAnotherFormatIsExplained(String csv, String why) throws IOException {
    Path boxes = Files.writeString(folder.resolve("boxes.csv"), csv.replace('~', '\n'));
    assertWrongInput(predict("--boxes", boxes.toString()), why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",image,left,top,right,bottom\n0,face0.png,10,10,90,90\n1,face1.png,0,5,70,80\n",
        "image;left;top;right;bottom\r\nface0.png;10;10;90;90\r\nface1.png;0;5;70;80\r\n",
        "\uFEFF\"image\", \"left\", \"top\", \"right\", \"bottom\"\n\"face0.png\", 10, 10, 90, 90\n"
            + "face1.png , 0 , 5 , 70 , 80",
      })
  void aBoxesFileOfOtherProgramsIsRead(String csv) throws IOException {
    Path boxes = Files.writeString(folder.resolve("boxes.csv"), csv);
    Ended ended = predict("--boxes", boxes.toString());
    assertThat(ended.code()).as(ended.output()).isZero();
    List<String> lines = Files.readAllLines(out("landmarks.jsonl"));
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines.get(0)).at("/box/2").asDouble()).isEqualTo(90);
    assertThat(new ObjectMapper().readTree(lines.get(1)).at("/box/3").asDouble()).isEqualTo(80);
  }

  @Test
  void aBoxesFileInAnotherEncodingIsRefused() throws IOException {
    Path boxes = folder.resolve("boxes.csv");
    Files.write(
        boxes,
        "image,left,top,right,bottom\nJosé.png,1,2,3,4\n".getBytes(StandardCharsets.ISO_8859_1));

    assertWrongInput(predict("--boxes", boxes.toString()), "UTF-8");
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  private Ended evaluate(String... more) {
    return run("evaluate", List.of("--data", faces.toString()), more);
  }

  private Ended predict(String... more) {
    return run("predict", List.of(faces.toString()), more);
  }

  private Ended run(String command, List<String> input, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.addAll(input);
    arguments.addAll(List.of("--checkpoint", checkpoint.toString()));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Ended run(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      return new Ended(EvalMain.run(arguments), output.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private static void assertWrongInput(Ended ended, String what) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    List<String> lines =
        ended.output().lines().filter(line -> !line.startsWith("backend:")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("error: ").contains(what);
  }
}
