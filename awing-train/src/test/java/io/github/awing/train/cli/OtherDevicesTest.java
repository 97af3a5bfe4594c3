package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.model.Checkpoint;
import io.github.awing.program.SimulatedDevices;
import io.github.awing.train.Trained;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trainings on devices that other modules bring; {@link SimulatedDevices} are the processor. */
class OtherDevicesTest {

  @TempDir private static Path folder;
  private static Path faces;
  private static Path onProcessor;

  @BeforeAll
  static void aTrainingOnTheProcessor() {
    faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 8, 2, done -> {});
    onProcessor = folder.resolve("cpu");
    Trained trained = Trained.train(faces, onProcessor, List.of("--device", "cpu"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  @BeforeEach
  void nothingIsOpen() {
    SimulatedDevices.OPENED.clear();
  }

  @Test
  void aTrainingOnAnotherDeviceIsTheSame() {
    Path run = folder.resolve("pretend");
    Trained trained = Trained.train(faces, run, List.of("--device", "pretend", "--threads", "3"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("device: Pretend, tf32", "% of the time for pictures");
    assertThat(SimulatedDevices.OPENED).containsExactly("pretend:0 tf32");
    assertSameWeights(run);
  }

  @Test
  void resumesOnAnotherDeviceAfterAFailure() throws IOException {
    Path run = folder.resolve("lost");
    Trained lost = Trained.train(faces, run, List.of("--device", "pretend:1"));
    assertThat(lost.exitCode()).isEqualTo(1);
    assertThat(lost.complaint()).isEqualTo("error: " + SimulatedDevices.FAILURE);
    assertThat(checkpoint(run).epoch()).isEqualTo(1);
    assertThat(SavedCommand.read(run.resolve("command.json")).arguments())
        .contains("--device", "pretend:1");

    Trained resumed = Trained.run("resume", run.toString(), "--device", "cpu");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(SimulatedDevices.OPENED).containsExactly("pretend:1 tf32");
    assertThat(checkpoint(run).epoch()).isEqualTo(2);
    assertSameWeights(run);
  }

  @Test
  void resumesOnTheSameDeviceUnlessAskedOtherwise() {
    Path run = folder.resolve("again");
    List<String> asked = List.of("--device", "pretend:2", "--precision", "tf32");
    assertThat(Trained.train(faces, run, asked).exitCode()).isEqualTo(1);
    assertThat(Trained.run("resume", run.toString()).complaint())
        .contains(SimulatedDevices.FAILURE);
    Trained processor = Trained.run("resume", run.toString(), "--device", "cpu");
    assertThat(processor.exitCode()).isEqualTo(2);
    assertThat(processor.complaint()).contains("tf32 needs a graphics card");
    Trained other =
        Trained.run("resume", run.toString(), "--device", "pretend", "--precision", "float32");
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(SimulatedDevices.OPENED)
        .containsExactly("pretend:2 tf32", "pretend:2 tf32", "pretend:0 float32");
    assertSameWeights(run);
  }

  private static Checkpoint checkpoint(Path run) {
    return Checkpoint.load(run.resolve("checkpoints/last.awing"));
  }

  private static INDArray weights(Path run) {
    return checkpoint(run).network().graph().params();
  }

  /** oneDNN's sums depend on the number of threads in their last digits. */
  private static void assertSameWeights(Path run) {
    assertThat(weights(run).equalsWithEps(weights(onProcessor), 1e-5)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | --device gpu                        | --device: there is no device 'gpu'; give cpu, cuda, or cuda:N
          2 | --device cuda:-1                    | --device: there is no device 'cuda:-1'
          2 | --device cuda:x                     | --device: there is no device 'cuda:x'
          2 | --device cuda:1                     | --device cuda:1: this build has no CUDA; build it with ./mvnw -Pgpu package
          1 | --device cpu:1                      | there is one cpu, so no cpu:1
          1 | --device pretend:3                  | there is no pretend:3; there are pretend, pretend:1 and pretend:2
          1 | --device missing                    | no driver is installed; install one of version 7 or newer
          2 | --device pretend --bfloat16         | pretended devices have float32 and tf32 alone
          2 | --device pretend --devices 2        | --device pretend trains on one device
          2 | --precision float16                 | --precision: there is no precision 'float16', but float32, tf32, bfloat16
          2 | --precision tf32                    | tf32 needs a graphics card
          2 | --precision float32 --bfloat16      | --bfloat16 and --precision float32 exclude each other
          2 | --precision tf32 --devices 2        | --precision tf32 cannot be had with several devices
          2 | --threads 0                         | --threads must be at least 1, but is 0
          """)
  void refusesAMissingDeviceInOneLine(int exitCode, String options, String complaint) {
    Path run = folder.resolve("refused");
    Trained trained = Trained.train(faces, run, List.of(options.split(" ")));
    assertThat(trained.exitCode()).isEqualTo(exitCode);
    assertThat(trained.complaint()).startsWith("error: " + complaint);
    assertThat(run).doesNotExist();
    assertThat(SimulatedDevices.OPENED).isEmpty();
  }

  @Test
  void theDemoTakesADeviceToo() {
    Path out = folder.resolve("demo");
    Trained demo = Trained.run("demo", "--out", out.toString(), "--device", "missing");
    assertThat(demo.exitCode()).isEqualTo(1);
    assertThat(demo.complaint()).contains("no driver is installed");
    assertThat(out).doesNotExist();
  }

  @Test
  void infoListsAllDevicesAndWhyThereAreNone() throws IOException {
    Trained info = Trained.run("info", "--devices");
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(info.out().lines())
        .anyMatch(line -> line.matches("cpu: CPU \\((oneDNN|ND4J), \\d+ threads\\).*"))
        .contains(
            "pretend: Pretend One, 2 GB",
            "pretend:1: Pretend Two, 2 GB",
            "missing: no driver is installed; install one of version 7 or newer");
    JsonNode facts = new ObjectMapper().readTree(Trained.run("info", "--devices", "--json").out());
    assertThat(facts.get("pretend:2").asText()).isEqualTo("Pretend Three, 2 GB");
  }

  @Test
  void infoDescribesTheNetworkThatComesAlong() {
    Trained info = Trained.run("info");
    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(info.out())
        .contains("scheme: 300w-68\n")
        .contains("terms: Trained on 300W: for research, not for commercial use\n");
  }

  @Test
  void infoWantsOneSubject() {
    assertThat(Trained.run("info", onProcessor.toString(), "--devices").exitCode()).isEqualTo(2);
  }
}
