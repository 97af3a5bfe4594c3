package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.eval.backend.BackendKind;
import io.github.awing.model.ArgMaxQuarter;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceChoice;
import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import io.github.awing.program.SimulatedDevices;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests networks on devices of other modules; {@link SimulatedDevices} compute on the processor.
 */
class OtherDevicesTest {

  private record Ended(int code, String output) {

    String complaint() {
      return output.lines().reduce("", (before, line) -> line);
    }
  }

  @TempDir private Path folder;
  private Path checkpoint;
  private Path faces;

  @BeforeEach
  void makeInputs() throws IOException {
    checkpoint = TestInputs.checkpoint(folder);
    faces = folder.resolve("faces");
    for (int i = 0; i < 3; i++) {
      TestInputs.face(faces, "face" + i, i);
    }
    SimulatedDevices.OPENED.clear();
  }

  @Test
  void anEvaluationOnAnotherDeviceGivesTheSameFigures() throws IOException {
    assertThat(evaluate("cpu", "--engine", "nd4j").code()).isZero();
    Ended other = evaluate("other", "--device", "pretend");
    assertThat(other.code()).as(other.output()).isZero();
    assertThat(other.output()).contains("device: Pretend, float32");
    assertThat(SimulatedDevices.OPENED).containsExactly("pretend:0 float32");
    assertThat(nme("other")).isCloseTo(nme("cpu"), within(1e-9));
    assertThat(folder.resolve("other/report.html")).content().contains("nd4j on Pretend, float32");
  }

  private double nme(String out) throws IOException {
    JsonNode metrics =
        new ObjectMapper().readTree(folder.resolve(out).resolve("metrics.json").toFile());
    return metrics.at("/nme").asDouble();
  }

  @Test
  void aPredictionUsesTheChosenPrecision() throws IOException {
    assertThat(predict("cpu", "--engine", "nd4j").code()).isZero();
    Ended other = predict("other", "--device", "pretend", "--precision", "tf32");
    assertThat(other.code()).as(other.output()).isZero();
    assertThat(SimulatedDevices.OPENED).containsExactly("pretend:0 tf32");
    assertThat(Files.readString(folder.resolve("other/landmarks.jsonl")))
        .isEqualTo(Files.readString(folder.resolve("cpu/landmarks.jsonl")));
  }

  @Test
  void aFailingDeviceEndsBothCommandsWithItsMessage() {
    for (Ended ended :
        List.of(
            evaluate("failed", "--device", "pretend:2"),
            predict("failed", "--overwrite", "--device", "pretend:2"))) {
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.complaint()).isEqualTo("error: " + SimulatedDevices.FAILURE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | --device tpu                                   | --device: there is no device 'tpu'; give cpu, cuda, or cuda:N
          2 | --device cuda                                  | --device cuda: this build has no CUDA; build it with ./mvnw -Pgpu package
          1 | --device missing                               | no driver is installed
          2 | --device pretend --engine onnx                 | --engine onnx computes on the processor alone; give --engine nd4j for another --device
          2 | --device pretend --engine nd4j-bfloat16        | pretended devices have float32 and tf32 alone
          2 | --precision bfloat16 --engine onnx             | --engine onnx multiplies float32 alone; give --engine nd4j for --precision bfloat16
          2 | --precision float32 --engine nd4j-bfloat16     | --engine nd4j-bfloat16 multiplies bfloat16 alone
          2 | --precision tf32                               | tf32 needs a graphics card
          2 | --precision double                             | --precision: there is no precision 'double'
          2 | --bfloat16 --precision tf32                    | --bfloat16 and --precision tf32 exclude each other
          """)
  void anUnavailableDeviceIsExplainedInOneLine(int code, String options, String complaint) {
    for (Ended ended :
        List.of(evaluate("refused", options.split(" ")), predict("refused", options.split(" ")))) {
      assertThat(ended.code()).as(ended.output()).isEqualTo(code);
      assertThat(ended.complaint()).startsWith("error: " + complaint);
      assertThat(folder.resolve("refused")).doesNotExist();
    }
  }

  @Test
  void anAlignerUsesTheCallersDevice() {
    Device device = DeviceChoice.of("pretend").open(Precision.FLOAT32);
    try (FaceAligner aligner = FaceAligner.load(checkpoint, new ArgMaxQuarter(), device);
        FaceAligner usual = FaceAligner.load(checkpoint, new ArgMaxQuarter(), BackendKind.ND4J);
        Picture picture = Picture.of(TestInputs.noise(100, 100, 1))) {
      Box box = new Box(0, 0, 100, 100);
      assertThat(aligner.align(picture, box)).isEqualTo(usual.align(picture, box));
    }
    Device failing = DeviceChoice.of("pretend:2").open(Precision.FLOAT32);
    try (FaceAligner aligner = FaceAligner.load(checkpoint, new ArgMaxQuarter(), failing)) {
      assertThatExceptionOfType(DeviceException.class)
          .isThrownBy(aligner::warmUp)
          .withMessage(SimulatedDevices.FAILURE);
    }
  }

  private Ended evaluate(String out, String... more) {
    return run(out, List.of("evaluate", "--data", faces.toString()), more);
  }

  private Ended predict(String out, String... more) {
    return run(out, List.of("predict", faces.toString()), more);
  }

  private Ended run(String out, List<String> command, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--checkpoint", checkpoint.toString()));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      return new Ended(
          EvalMain.run(arguments.toArray(String[]::new)), output.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }
}
