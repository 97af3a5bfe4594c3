package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScoreCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Ended(int code, String output) {}

  @TempDir private Path folder;

  /** Figures of the field's usual Python code on the same landmarks. */
  @ParameterizedTest
  @CsvSource({"csv, jsonl", "txt, pts"})
  void filesOfEveryFormatGiveTheGoldenFigures(String trueForm, String predictedForm)
      throws IOException {
    JsonNode expected;
    try (InputStream in = getClass().getResourceAsStream("/golden/metric_expected.json")) {
      expected = JSON.readTree(in);
    }
    Map<String, Landmarks> truth = golden("metric_gt");
    List<String> backwards = new ArrayList<>(truth.keySet());
    Collections.reverse(backwards);
    Map<String, Landmarks> golden = golden("metric_pred");
    Map<String, Landmarks> predictions = new LinkedHashMap<>();
    backwards.forEach(image -> predictions.put(image, golden.get(image)));

    Ended ended =
        score(
            "wflw-98",
            write("truth", trueForm, truth),
            write("predicted", predictedForm, predictions));

    assertThat(ended.code()).as(ended.output()).isZero();
    JsonNode metrics = metrics();
    assertThat(metrics.at("/count").asInt()).isEqualTo(40);
    assertClose(metrics.at("/nme"), expected.at("/nme"));
    assertClose(metrics.at("/failureRate"), expected.at("/fr_10"));
    assertClose(metrics.at("/auc"), expected.at("/auc_10_exact"));
    assertClose(metrics.at("/aucSimpson"), expected.at("/auc_10_simpson_step_1e-4"));
    List<String> errors = Files.readAllLines(out("errors.csv"));
    assertThat(errors).hasSize(41).startsWith("image,nme");
    for (int i = 0; i < 40; i++) {
      assertThat(Double.parseDouble(errors.get(1 + i).split(",")[1]))
          .isCloseTo(expected.at("/per_image_nme").get(i).asDouble(), within(1e-9));
    }
  }

  /** Moves every face by a share of its inter-ocular distance; its error is that share. */
  @Test
  void subsetsOf300WAndPartsHaveTheErrorsTheyWereGiven() throws IOException {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("3151235633_1.jpg", 0.02);
    shares.put("image_0001.png", 0.03);
    shares.put("image_003_1.jpg", 0.09);
    Map<String, Landmarks> truth = new LinkedHashMap<>();
    Map<String, Landmarks> predictions = new LinkedHashMap<>();
    shares.forEach(
        (image, share) -> {
          Landmarks face = TestInputs.landmarks(image.hashCode());
          double size = face.get(36).distance(face.get(45));
          truth.put(image, face);
          predictions.put(image, face.map(p -> new Point(p.x() + share * size, p.y())));
        });

    Ended ended =
        score(
            "300w-68",
            write("truth", "csv", truth),
            write("predicted", "csv", predictions),
            "--threshold",
            "0.08");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(metrics().at("/nme").asDouble()).isCloseTo(0.14 / 3, within(1e-12));
    assertThat(metrics().at("/failureRate").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
    // (1 - 2/8 + 1 - 3/8 + 0) / 3
    assertThat(metrics().at("/auc").asDouble()).isCloseTo(1.375 / 3, within(1e-12));
    assertThat(metrics().at("/subsets/common/nme").asDouble()).isCloseTo(0.025, within(1e-12));
    assertThat(metrics().at("/subsets/helen/nme").asDouble()).isCloseTo(0.02, within(1e-12));
    assertThat(metrics().at("/subsets/lfpw/nme").asDouble()).isCloseTo(0.03, within(1e-12));
    assertThat(metrics().at("/subsets/challenging/nme").asDouble()).isCloseTo(0.09, within(1e-12));
    for (String part : List.of("contour", "brows", "nose", "eyes", "mouth")) {
      assertThat(metrics().at("/parts").at("/" + part + "/nme").asDouble())
          .isCloseTo(0.14 / 3, within(1e-12));
    }
    String page = Files.readString(out("report.html"));
    assertThat(page).contains("300W test", "AWing", "default-src 'none'");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!data:)");
  }

  /** The one name of 300W with a blank, which other lists omit or encode as in URLs. */
  @ParameterizedTest
  @ValueSource(strings = {"image_092_01.jpg", "image_092%20_01.jpg", "image_092 _01.jpg"})
  void aNameMatchesWithoutItsBlank(String written) throws IOException {
    Map<String, Landmarks> truth = new LinkedHashMap<>();
    truth.put("image_092 _01.jpg", TestInputs.landmarks(1));
    truth.put("image_0001.png", TestInputs.landmarks(2));
    Map<String, Landmarks> predictions = new LinkedHashMap<>();
    predictions.put("image_0001.png", TestInputs.landmarks(2));
    predictions.put(written, TestInputs.landmarks(1));

    Ended ended =
        score("300w-68", write("truth", "csv", truth), write("predicted", "csv", predictions));

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("without a prediction", "not in the truth");
    assertThat(metrics().at("/nme").asDouble()).isZero();
    assertThat(metrics().at("/subsets/challenging/count").asInt()).isEqualTo(1);
  }

  /** The blank counts where two names differ only by it. */
  @Test
  void aBlankCountsWhereNamesDifferOnlyByIt() throws IOException {
    Map<String, Landmarks> truth = new LinkedHashMap<>();
    truth.put("a _1.jpg", TestInputs.landmarks(1));
    truth.put("a_1.jpg", TestInputs.landmarks(2));
    Path file = write("truth", "csv", truth);
    assertThat(score("300w-68", file, file).code()).isZero();
    assertThat(metrics().at("/nme").asDouble()).isZero();
  }

  @Test
  void missingSubsetsAreNamed() throws IOException {
    Map<String, Landmarks> truth = new LinkedHashMap<>();
    truth.put("image_0001.png", TestInputs.landmarks(1));
    truth.put("holiday.png", TestInputs.landmarks(2));
    Path file = write("truth", "csv", truth);

    Ended ended = score("300w-68", file, file);

    assertThat(ended.code()).isZero();
    assertThat(ended.output())
        .contains("no subsets of 300W are told apart: 1 of 2 names", "'holiday.png'");
  }

  @Test
  void severalMethodsAreComparedFaceByFace() throws IOException {
    Map<String, Landmarks> truth = faces(6);
    Path better = write("better", "csv", moved(truth, 1));
    Path worse = write("worse", "jsonl", moved(truth, 2));

    Ended ended =
        score("300w-68", write("truth", "csv", truth), better, "--predictions", "theirs=" + worse);

    assertThat(ended.code()).as(ended.output()).isZero();
    JsonNode methods = metrics().at("/methods");
    double first = methods.at("/better/nme").asDouble();
    assertThat(methods.at("/theirs/nme").asDouble()).isCloseTo(2 * first, within(1e-9));
    JsonNode difference = metrics().at("/differences/0");
    assertThat(difference.at("/first").asText()).isEqualTo("better");
    assertThat(difference.at("/second").asText()).isEqualTo("theirs");
    assertThat(difference.at("/nme").asDouble()).isCloseTo(-first, within(1e-9));
    assertThat(difference.at("/intervals/nme/1").asDouble()).isNegative();
    assertThat(methods.at("/theirs/perImage").asText()).isEqualTo("theirs/errors.csv");
    assertThat(out("theirs").resolve("errors.csv")).exists();
    assertThat(ended.output()).contains("better − theirs");
  }

  @Test
  void aFaceWithoutAPredictionIsAFailure() throws IOException {
    Map<String, Landmarks> truth = faces(4);
    Map<String, Landmarks> predictions = new LinkedHashMap<>(truth);
    predictions.remove("face2.png");
    predictions.put("stranger.png", truth.get("face2.png"));
    Path truthFile = write("truth", "csv", truth);
    Path file = write("predicted", "csv", predictions);

    Ended ended = score("300w-68", truthFile, file);

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(metrics().at("/failureRate").asDouble()).isEqualTo(0.25);
    assertThat(metrics().at("/auc").asDouble()).isCloseTo(0.75, within(1e-12));
    assertThat(metrics().at("/nme").isNull()).isTrue();
    assertThat(metrics().at("/missing").asInt()).isEqualTo(1);
    assertThat(metrics().at("/withoutTruth").asInt()).isEqualTo(1);
    assertThat(ended.output())
        .contains("1 without a prediction, counted as failures: face2.png")
        .contains("1 not in the truth, counted for nothing: stranger.png");

    assertWrongInput(
        score("300w-68", truthFile, file, "--overwrite", "--strict"),
        "1 faces have no prediction, the first is face2.png");
  }

  @Test
  void aPredictionThatIsNoNumberIsAFailure() throws IOException {
    Map<String, Landmarks> truth = faces(4);
    Map<String, Landmarks> predictions = new LinkedHashMap<>(truth);
    predictions.computeIfPresent(
        "face1.png",
        (image, face) -> face.map(p -> p.equals(face.get(3)) ? new Point(Double.NaN, p.y()) : p));
    Path truthFile = write("truth", "csv", truth);
    Path file = write("predicted", "csv", predictions);

    Ended ended = score("300w-68", truthFile, file);

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(metrics().at("/failureRate").asDouble()).isEqualTo(0.25);
    assertThat(metrics().at("/unanswered").asInt()).isEqualTo(1);
    assertThat(Files.readAllLines(out("errors.csv"))).contains("face1.png,Infinity");
    assertThat(ended.output())
        .contains("1 without a finite answer, counted as failures: face1.png");
    assertWrongInput(
        score("300w-68", truthFile, file, "--overwrite", "--strict"),
        "the prediction for face1.png is not finite");
  }

  @Test
  void facesOfOnePictureStandInOrder() throws IOException {
    Landmarks left = TestInputs.landmarks(1);
    Landmarks right = TestInputs.landmarks(2);
    Path truth = folder.resolve("truth.csv");
    Path same = folder.resolve("same.csv");
    Path swapped = folder.resolve("swapped.csv");
    Path one = folder.resolve("one.csv");
    Files.writeString(truth, header(68) + row("a.png", left) + row("a.png", right));
    Files.copy(truth, same);
    Files.writeString(swapped, header(68) + row("a.png", right) + row("a.png", left));
    Files.writeString(one, header(68) + row("a.png", left));

    assertThat(score("300w-68", truth, same).code()).isZero();
    assertThat(metrics().at("/nme").asDouble()).isZero();
    assertThat(score("300w-68", truth, swapped, "--overwrite").code()).isZero();
    assertThat(metrics().at("/nme").asDouble()).isPositive();
    assertWrongInput(
        score("300w-68", truth, one, "--overwrite"),
        "a.png has 1 face here (one.csv:2), but 2 faces in the");
  }

  @Test
  void namesMatchWithoutExtensionsAndFolders() throws IOException {
    Map<String, Landmarks> truth = faces(3);
    Map<String, Landmarks> predictions = new LinkedHashMap<>();
    truth.forEach((image, face) -> predictions.put("images/test/" + image, face));

    assertThat(score("300w-68", write("t", "csv", truth), write("p", "pts", predictions)).code())
        .isZero();
    assertThat(metrics().at("/nme").asDouble()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aDataSetsFolderIsAcceptedAsTruth() throws IOException {
    Path data = folder.resolve("data");
    TestInputs.face(data, "a", 1);
    TestInputs.face(data, "b", 2);
    Map<String, Landmarks> predictions = new LinkedHashMap<>();
    predictions.put("a.png", TestInputs.landmarks(1));
    predictions.put("b.png", TestInputs.landmarks(2));
    Path file = write("p", "csv", predictions);

    assertThat(score("300w-68", data, file).code()).isZero();
    assertThat(metrics().at("/nme").asDouble()).isCloseTo(0, within(1e-12));
    assertThat(score("300w-68", data, file, "--split", "test", "--overwrite").code()).isZero();
    assertThat(metrics().at("/count").asInt()).isEqualTo(2);
  }

  @Test
  void wrongInputIsExplainedInOneLine() throws IOException {
    Map<String, Landmarks> truth = faces(3);
    Path good = write("good", "csv", truth);

    Landmarks face = truth.get("face1.png");
    truth.put("face1.png", face.map(p -> p.equals(face.get(45)) ? face.get(36) : p));
    Path flat = write("flat", "csv", truth);
    assertWrongInput(score("300w-68", flat, good), "flat.csv:3", "inter-ocular", "above 0", "0.0");

    Path twice = folder.resolve("twice.csv");
    Files.writeString(twice, header(68) + row("a", face) + row("b", face) + row("a", face));
    assertWrongInput(
        score("300w-68", twice, good),
        "twice.csv:4: 'a': the same face of the same picture stands at",
        "twice.csv:2 already");
    assertWrongInput(score("300w-68", good, twice), "not one of its pictures is in the truth");
    assertWrongInput(score("wflw-98", good, good), "has 68 landmarks, but scheme wflw-98 has 98");
    assertWrongInput(score("300w-68", good, good, "--normaliser", "nose"), "no normaliser 'nose'");
    assertWrongInput(
        score("300w-68", good, good, "--normaliser", "box-size"),
        "the truth does not give every face a box");
    assertWrongInput(
        score("300w-68", good, good, "--threshold", "0"), "--threshold must be a fraction above 0");
    assertWrongInput(score("300w-68", good, good, "--split", "test"), "--split is for the folder");
    assertWrongInput(
        score("300w-68", good, good, "--predictions", good.toString()),
        "two methods are called 'good'");
    assertWrongInput(
        score("300w-68", good, good, "--predictions", "../up=" + good), "cannot name a method");
    assertWrongInput(score("300w-68", good, folder.resolve("no.csv")), "no.csv", "no such file");
    assertWrongInput(score("300w", good, good), "300w");
    assertThat(out("metrics.json")).doesNotExist();
  }

  private Ended score(String scheme, Path truth, Path predictions, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--scheme",
                scheme,
                "--truth",
                truth.toString(),
                "--predictions",
                predictions.toString(),
                "--out",
                folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      int code = EvalMain.run(arguments.toArray(String[]::new));
      return new Ended(code, output.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private static void assertWrongInput(Ended ended, String... words) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output()).contains(words);
    assertThat(ended.output().strip().lines()).hasSize(1);
  }

  private static void assertClose(JsonNode actual, JsonNode expected) {
    assertThat(actual.asDouble()).isCloseTo(expected.asDouble(), within(1e-9));
  }

  private JsonNode metrics() throws IOException {
    return JSON.readTree(out("metrics.json").toFile());
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  private static Map<String, Landmarks> faces(int count) {
    Map<String, Landmarks> faces = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      faces.put("face" + i + ".png", TestInputs.landmarks(i));
    }
    return faces;
  }

  private static Map<String, Landmarks> moved(Map<String, Landmarks> faces, double by) {
    Map<String, Landmarks> moved = new LinkedHashMap<>();
    faces.forEach((image, face) -> moved.put(image, face.map(p -> new Point(p.x() + by, p.y()))));
    return moved;
  }

  private static Map<String, Landmarks> golden(String name) throws IOException {
    Map<String, Landmarks> faces = new LinkedHashMap<>();
    try (InputStream in = ScoreCommandTest.class.getResourceAsStream("/golden/" + name + ".npy");
        INDArray array = Nd4j.createNpyFromByteArray(in.readAllBytes())) {
      for (int face = 0; face < array.size(0); face++) {
        double[] coordinates = new double[2 * 98];
        int index = face;
        Arrays.setAll(coordinates, i -> array.getDouble(index, i / 2, i % 2));
        faces.put("face%02d.png".formatted(face), Landmarks.of(coordinates));
      }
    }
    return faces;
  }

  private Path write(String name, String form, Map<String, Landmarks> faces) throws IOException {
    Path file = folder.resolve(name + "." + form);
    StringBuilder text = new StringBuilder();
    switch (form) {
      case "csv" -> {
        text.append(header(faces.values().iterator().next().count()));
        faces.forEach((image, face) -> text.append(row(image, face)));
      }
      case "jsonl" ->
          faces.forEach(
              (image, face) -> {
                List<List<Double>> points = face.stream().map(p -> List.of(p.x(), p.y())).toList();
                text.append("{\"image\":\"%s\",\"points\":%s}\n".formatted(image, points));
              });
      case "txt" ->
          faces.forEach(
              (image, face) -> {
                face.stream()
                    .forEach(p -> text.append(p.x()).append(' ').append(p.y()).append(' '));
                text.append(image).append('\n');
              });
      case "pts" -> {
        for (Map.Entry<String, Landmarks> face : faces.entrySet()) {
          Path its = file.resolve(face.getKey().replace(".png", ".pts"));
          Files.createDirectories(its.getParent());
          TestInputs.points(its, face.getValue());
        }
        return file;
      }
      default -> throw new IllegalArgumentException(form);
    }
    return Files.writeString(file, text);
  }

  private static String header(int landmarks) {
    StringBuilder header = new StringBuilder("image");
    for (int i = 0; i < landmarks; i++) {
      header.append(",x").append(i).append(",y").append(i);
    }
    return header.append('\n').toString();
  }

  private static String row(String image, Landmarks face) {
    StringBuilder row = new StringBuilder(image);
    face.stream().forEach(p -> row.append(',').append(p.x()).append(',').append(p.y()));
    return row.append('\n').toString();
  }
}
