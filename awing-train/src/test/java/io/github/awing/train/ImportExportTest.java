package io.github.awing.train;

import static io.github.awing.train.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights from elsewhere in, and networks out to elsewhere, as a user does it. */
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
    StringJoiner header = new StringJoiner(",", "{", "}");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Map.Entry<String, INDArray> entry : network.graph().paramTable().entrySet()) {
      String ours = entry.getKey();
      int underscore = ours.lastIndexOf('_');
      float[] values = entry.getValue().dup('c').data().asFloat();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      header.add(
          "\"%s.%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  ours.substring(0, underscore),
                  THEIRS.get(ours.substring(underscore + 1)),
                  Arrays.toString(entry.getValue().shape()),
                  data.size(),
                  data.size() + 4 * values.length));
      data.writeBytes(bytes.array());
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    file.writeBytes(text);
    file.writeBytes(data.toByteArray());
    weights = Files.write(folder.resolve("weights.safetensors"), file.toByteArray());
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
  void whatCannotBeEndsWithTwoAndOneLine() throws IOException {
    Path out = folder.resolve("out");
    Path text = Files.writeString(folder.resolve("notes.txt"), "no weights");
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("import", "--torch", text, "--scheme", "wflw-98", "--out", out),
            List.of("import", "--torch", weights, "--scheme", "300w-68", "--out", out),
            List.of("import", "--torch", weights, "--scheme", "mine", "--out", out),
            List.of(
                "import", "--torch", weights, "--scheme", "wflw-98", "--out", out, "--stacks", "0"),
            List.of(
                "import", "--torch", weights, "--scheme", "wflw-98", "--out", out, "--stacks", "2"),
            List.of("import", "--torch", weights, "--scheme", "wflw-98", "--out", folder),
            List.of("export", "--checkpoint", weights, "--onnx", out),
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
    String[] arguments = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    PrintStream console = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = TrainMain.run(arguments);
    } finally {
      System.setErr(console);
    }
    List<String> errors =
        said.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("error: "))
            .map(line -> line.substring("error: ".length()))
            .toList();
    assertThat(errors).hasSizeLessThan(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("\tat ");
    return new Ended(exitCode, String.join("", errors));
  }
}
