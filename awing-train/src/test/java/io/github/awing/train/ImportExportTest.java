package io.github.awing.train;

import static io.github.awing.train.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Imports weights of PyTorch and exports ONNX files by the commands. */
class ImportExportTest {

  private static final Map<String, String> THEIRS =
      Map.of(
          "W",
          "weight",
          "gamma",
          "weight",
          "b",
          "bias",
          "beta",
          "bias",
          "mean",
          "running_mean",
          "var",
          "running_var");

  @TempDir private Path folder;
  private HourglassNetwork network;
  private Path weights;

  @BeforeEach
  void weightsUnderTheAuthorsNames() throws IOException {
    network = HourglassNetwork.create(new HourglassSpec(98, 1, 16, 1, 256, true, true, false), 5);
    weights = save("weights.safetensors", network);
  }

  private Path save(String name, HourglassNetwork network) throws IOException {
    return save(name, Map.of("", network));
  }

  /** Several networks, each under names of its own beginning. */
  private Path save(String name, Map<String, HourglassNetwork> networks) throws IOException {
    StringJoiner header = new StringJoiner(",", "{", "}");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    networks.forEach(
        (beginning, network) ->
            network
                .graph()
                .paramTable()
                .forEach((ours, array) -> put(beginning, ours, array, header, data)));
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    file.writeBytes(text);
    file.writeBytes(data.toByteArray());
    return Files.write(folder.resolve(name), file.toByteArray());
  }

  private static void put(
      String beginning,
      String ours,
      INDArray array,
      StringJoiner header,
      ByteArrayOutputStream data) {
    int underscore = ours.lastIndexOf('_');
    float[] values = array.dup('c').data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    header.add(
        "\"%s%s.%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
            .formatted(
                beginning,
                ours.substring(0, underscore),
                THEIRS.get(ours.substring(underscore + 1)),
                Arrays.toString(array.shape()),
                data.size(),
                data.size() + 4 * values.length));
    data.writeBytes(bytes.array());
  }

  /** With the boundary's heatmap or without it: the schemes' numbers are those of their papers. */
  @ParameterizedTest
  @CsvSource({
    "98, true, wflw-98",
    "98, false, wflw-98",
    "68, true, 300w-68",
    "68, false, 300w-68",
    "29, true, cofw-29",
    "29, false, cofw-29",
    "19, true, aflw-19",
    "19, false, aflw-19"
  })
  void theNumberOfHeatmapsTellsTheScheme(int landmarks, boolean boundary, String scheme)
      throws IOException {
    HourglassSpec spec = new HourglassSpec(landmarks, 1, 16, 1, 256, true, boundary, false);
    Path file = save("some.ckpt", HourglassNetwork.create(spec, 5));
    Path checkpoint = folder.resolve("told.awing");
    assertThat(run("import", "--torch", file, "--out", checkpoint)).isEqualTo(new Ended(0, ""));
    Checkpoint read = Checkpoint.load(checkpoint);
    assertThat(read.scheme()).isEqualTo(scheme);
    assertThat(read.network().spec()).isEqualTo(spec);
  }

  @Test
  void asksForASchemeIfNoneHasThatManyHeatmaps() throws IOException {
    HourglassSpec spec = new HourglassSpec(12, 1, 16, 1, 256, true, true, false);
    Path file = save("twelve.pt", HourglassNetwork.create(spec, 5));
    Path checkpoint = folder.resolve("twelve.awing");
    Ended ended = run("import", "--torch", file, "--out", checkpoint);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error())
        .startsWith(file + ": it has 13 heatmaps, which are those of none of wflw-98, 300w-68")
        .endsWith("say by --scheme NAME or FILE what they are");
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void namesTakenAndLeftOutWeights() throws IOException {
    String text = Files.readString(weights, StandardCharsets.ISO_8859_1);
    int length =
        (int) ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header =
        text.substring(8, 8 + length)
            .replaceAll("\"([a-z0-9_.]+)\":\\{", "\"_orig_mod.model.$1\":{")
            .replaceFirst(
                "\\{",
                "{\"critic.weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},");
    Path prefixed = folder.resolve("prefixed.safetensors");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).array());
    all.writeBytes((header + text.substring(8 + length)).getBytes(StandardCharsets.ISO_8859_1));
    Files.write(prefixed, all.toByteArray());
    Path checkpoint = folder.resolve("prefixed.awing");

    String said = said("import", "--torch", prefixed, "--out", checkpoint);
    assertThat(said)
        .contains("99 heatmaps: wflw-98 and the boundary")
        .contains("weights of _orig_mod.model.*")
        .contains("left out: 1 tensors that no hourglass has: critic.weight");
    assertThat(Checkpoint.load(checkpoint).weightsSha256())
        .isEqualTo(new Checkpoint(network, "wflw-98", 1, 0, 0, 0, "").weightsSha256());
  }

  /** The average is meant for use; the others have to be asked for. */
  @ParameterizedTest
  @CsvSource({"'', the file itself", "model., model.*", "net., net.*"})
  void takesTheAverageOfSeveralNetworksAndNamesTheOthers(String beginning, String place)
      throws IOException {
    HourglassNetwork other =
        HourglassNetwork.create(new HourglassSpec(98, 1, 16, 1, 256, true, true, false), 6);
    Path both = save("both.safetensors", Map.of(beginning, other, "ema.", network));
    Path checkpoint = folder.resolve("both.awing");

    assertThat(said("import", "--torch", both, "--out", checkpoint).lines())
        .containsSequence("weights of ema.*", "not taken: weights of " + place);
    assertSameBits(
        Checkpoint.load(checkpoint).network().graph().params(), network.graph().params());
    assertThat(Checkpoint.load(checkpoint).plan()).contains("ema.*");

    Path faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 2, 1, done -> {});
    Trained begun =
        Trained.train(
            faces,
            folder.resolve("run"),
            List.of("--initial", both.toString()),
            "batch-size=2",
            "epochs=1");
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    assertThat(begun.err().lines())
        .containsSequence("weights of ema.*", "not taken: weights of " + place);
  }

  /** Its plan names the file that it comes from. */
  @Test
  void infoDescribesAnImportedCheckpoint() throws IOException {
    Path checkpoint = folder.resolve("made.awing");
    run("import", "--torch", weights, "--out", checkpoint);
    Trained info = Trained.run("info", checkpoint.toString(), "--json");
    assertThat(info.exitCode()).isZero();
    JsonNode facts = new ObjectMapper().readTree(info.out());
    assertThat(facts.get("scheme").asText()).isEqualTo("wflw-98");
    assertThat(facts.get("landmarks").asInt()).isEqualTo(98);
    assertThat(facts.get("epoch").asInt()).isZero();
    assertThat(facts.get("plan").get("imported").asText()).isEqualTo("weights.safetensors");
    assertThat(Trained.run("info", checkpoint.toString()).out())
        .contains("plan: {imported=weights.safetensors, sha256=");
  }

  /** As earlier imports wrote it, and as others may. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "'# weights of x.pth, imported\n' | {}",
        "'' | {}",
        "'a plan of words' | \"a plan of words\"",
        "'[1, 2]' | [1,2]",
        "'a: b: c' | \"a: b: c\"",
        "'{' | \"{\"",
        "'null' | {}",
        "'a: 1\na: 2\n' | {\"a\":2}",
      })
  void infoDescribesACheckpointWithAnyPlan(String plan, String shown) throws IOException {
    Path checkpoint = folder.resolve("made.awing");
    new Checkpoint(network, "wflw-98", 1.25, 0, 0, 0, plan.replace("\\n", "\n")).save(checkpoint);
    Trained info = Trained.run("info", checkpoint.toString(), "--json");
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(new ObjectMapper().readTree(info.out()).get("plan").toString()).isEqualTo(shown);
    assertThat(Trained.run("info", checkpoint.toString()).exitCode()).isZero();
  }

  /** By content: a checkpoint may be called .pth, and PyTorch's weights anything. */
  @Test
  void tellsInitialWeightsFromCheckpoints() throws IOException {
    LandmarkScheme scheme = LandmarkScheme.named("wflw-98");
    Path checkpoint = folder.resolve("checkpoint.pth");
    new Checkpoint(network, "wflw-98", 1.25, 0, 0, 0, "").save(checkpoint);
    String sha256 = Checkpoint.load(checkpoint).weightsSha256();
    for (Path file :
        List.of(checkpoint, weights, save("epoch=3.ckpt", network), save("x", network))) {
      HourglassNetwork read = InitialWeights.read(file, scheme, told -> {}).network();
      assertThat(new Checkpoint(read, "wflw-98", 1.25, 0, 0, 0, "").weightsSha256())
          .isEqualTo(sha256);
    }
  }

  /** The scheme from the heatmaps, the crop of the authors' evaluation; or as the user says. */
  @Test
  void takesWeightsInPlaceOfACheckpoint() throws IOException {
    Path onnx = folder.resolve("made.onnx");
    assertThat(run("export", "--checkpoint", weights, "--onnx", onnx)).isEqualTo(new Ended(0, ""));
    assertThat(Files.size(onnx)).isGreaterThan(4 * network.parameters());
    Trained info = Trained.run("info", weights.toString(), "--json");
    assertThat(info.exitCode()).isZero();
    assertThat(info.err())
        .contains(
            weights + ": PyTorch's weights; scheme wflw-98 and the boundary, stacks 1, crop 1.29");
    JsonNode facts = new ObjectMapper().readTree(info.out());
    assertThat(facts.get("scheme").asText()).isEqualTo("wflw-98");
    assertThat(facts.get("weightsSha256").asText())
        .isEqualTo(new Checkpoint(network, "wflw-98", 1, 0, 0, 0, "").weightsSha256());
    assertThat(said("info", weights, "--crop-enlargement", "1.5")).contains("crop 1.5 times");
    assertThat(run("info", weights, "--crop-enlargement", "125").exitCode()).isEqualTo(2);
    assertThat(run("info", weights, "--scheme", "300w-68").error())
        .contains("99 heatmaps, but 68 landmarks");
  }

  @Test
  void namesWeightsUnderUnknownNames() throws IOException {
    Path unnamed = Files.copy(weights, folder.resolve("weights.bin"));
    assertThat(run("info", unnamed).error()).contains("awing-train import");
    Path checkpoint = folder.resolve("made.awing");
    run("import", "--torch", weights, "--out", checkpoint);
    assertThat(run("info", checkpoint, "--scheme", "wflw-98").error())
        .contains("are for PyTorch's weights");
  }

  @Test
  void weightsBecomeACheckpointAndThatAnOnnxFile() throws IOException {
    Path checkpoint = folder.resolve("made.awing");
    assertThat(run("import", "--torch", weights, "--out", checkpoint)).isEqualTo(new Ended(0, ""));
    assertThat(run("info", checkpoint)).isEqualTo(new Ended(0, ""));
    assertThat(run("info", checkpoint, "--json")).isEqualTo(new Ended(0, ""));
    Checkpoint read = Checkpoint.load(checkpoint);
    assertThat(read.network().spec()).isEqualTo(network.spec());
    assertSameBits(read.network().graph().params(), network.graph().params());
    assertThat(read.scheme()).isEqualTo("wflw-98");
    assertThat(read.plan()).contains("weights.safetensors");

    Path onnx = folder.resolve("made.onnx");
    assertThat(run("export", "--checkpoint", checkpoint, "--onnx", onnx).exitCode()).isZero();
    assertThat(Files.size(onnx)).isGreaterThan(4 * network.parameters());

    assertThat(run("import", "--torch", weights, "--scheme", "wflw-98", "--out", checkpoint))
        .isEqualTo(new Ended(2, checkpoint + " exists already (--overwrite replaces it)"));
    assertThat(run("export", "--checkpoint", checkpoint, "--onnx", onnx).error())
        .contains("--overwrite");
    assertThat(run("export", "--checkpoint", checkpoint, "--onnx", onnx, "--overwrite").exitCode())
        .isZero();
  }

  @Test
  void refusesBadInputWithExitCodeTwoAndOneLine() throws IOException {
    Path out = folder.resolve("out");
    Path text = Files.writeString(folder.resolve("notes.txt"), "no weights");
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("import", "--torch", text, "--scheme", "wflw-98", "--out", out),
            List.of("import", "--torch", text, "--out", out),
            List.of("import", "--torch", weights, "--scheme", "300w-68", "--out", out),
            List.of("import", "--torch", weights, "--scheme", "mine", "--out", out),
            List.of(
                "import", "--torch", weights, "--scheme", "wflw-98", "--out", out, "--stacks", "0"),
            List.of(
                "import", "--torch", weights, "--scheme", "wflw-98", "--out", out, "--stacks", "2"),
            List.of("import", "--torch", weights, "--scheme", "wflw-98", "--out", folder),
            List.of("export", "--checkpoint", text, "--onnx", out),
            List.of("export", "--checkpoint", folder.resolve("none"), "--onnx", out))) {
      Ended ended = run(words.toArray());
      assertThat(ended.exitCode()).as("%s", words).isEqualTo(2);
      assertThat(ended.error()).as("%s", words).isNotEmpty();
      assertThat(out).doesNotExist();
    }
  }

  /** How the program ended, and its error, if any. */
  private record Ended(int exitCode, String error) {}

  private static Ended run(Object... words) {
    Trained ran = ran(words);
    List<String> errors =
        ran.err()
            .lines()
            .filter(line -> line.startsWith("error: "))
            .map(line -> line.substring("error: ".length()))
            .toList();
    assertThat(errors).hasSizeLessThan(2);
    assertThat(ran.err()).doesNotContain("\tat ");
    return new Ended(ran.exitCode(), String.join("", errors));
  }

  private static String said(Object... words) {
    Trained ran = ran(words);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.err();
  }

  private static Trained ran(Object... words) {
    return Trained.run(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }
}
