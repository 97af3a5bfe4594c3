package io.github.awing.eval.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.eval.EvalMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code predict} with a picture and no more, as a newcomer does. */
class PretrainedPredictionTest {

  private static final String ASTRONAUT =
      "../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg";

  private record Ended(int code, String out, String err) {}

  @Test
  void findsTheFaceAndPrintsItsLandmarks() throws IOException {
    Ended ended = predict();

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("network: awing-pretrained")
        .contains("for research, not for commercial use")
        .contains("1 face in 1 picture");
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(1);
    JsonNode face = new ObjectMapper().readTree(lines.get(0));
    assertThat(face.at("/points")).hasSize(68);
    // The picture is 512 pixels wide; the face was measured by hand.
    assertThat(face.at("/box/0").asDouble()).isBetween(170.0, 190.0);
  }

  @Test
  void printsCsvWithOneHeader() {
    Ended ended = predict("--csv");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).hasSize(2);
    assertThat(ended.out()).startsWith("image,x0,y0,").contains("\nastronaut.jpg,");
  }

  @Test
  void takesTheWholePictureIfToldSo() throws IOException {
    JsonNode face = new ObjectMapper().readTree(predict("--whole").out());
    assertThat(face.at("/box/0").asDouble()).isEqualTo(-0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--overlay", "--pts"})
  void asksForAFolderWhereFilesAreWritten(String option) {
    Ended ended = predict(option);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo("error: " + option + " writes files; name a folder for them by --out DIR\n");
  }

  @Test
  void refusesASchemeForTheNetworkThatComesAlong() {
    Ended ended = predict("--scheme", "wflw-98");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--scheme and --crop-enlargement are for PyTorch's weights");
  }

  private static Ended predict(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "predict";
    arguments[1] = ASTRONAUT;
    System.arraycopy(options, 0, arguments, 2, options.length);
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code = EvalMain.run(arguments);
      return new Ended(
          code,
          printed.toString(StandardCharsets.UTF_8),
          said.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
