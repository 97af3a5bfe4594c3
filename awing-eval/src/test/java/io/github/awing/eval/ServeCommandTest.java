package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FacePlace;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {

  private static final Path PORTRAIT =
      Path.of("../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg");

  private static final Pattern ADDRESS = Pattern.compile(".* answers at (\\S+); Ctrl-C ends it");

  @TempDir Path folder;

  @Test
  void answersEqualTheAlignersAndSigtermEndsTheServer() throws Exception {
    assumeFalse(OS.WINDOWS.isCurrentOs(), "Windows ends a process without a signal");
    Path checkpoint = TestInputs.checkpoint(folder);
    Process process =
        new ChildProgram().start("serve", "--checkpoint", checkpoint.toString(), "--port", "0");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      URI uri = address(output);

      JsonNode found = post(uri.resolve("align?image=astronaut.jpg"));
      JsonNode given = post(uri.resolve("align?boxes=179,85,270,178;10,10,200,200"));

      try (FaceAligner aligner = FaceAligner.load(checkpoint);
          FaceDetector detector = FaceDetector.yuNet();
          Picture picture = Picture.read(PORTRAIT)) {
        List<FacePlace> places = detector.detect(picture).stream().map(FacePlace::of).toList();
        assertThat(found).hasSize(1);
        assertSame(found.get(0), places.get(0).box(), aligner.align(picture, places.get(0)));
        assertThat(found.get(0).get("image").asText()).isEqualTo("astronaut.jpg");
        assertThat(given).hasSize(2);
        List<Box> boxes = List.of(new Box(179, 85, 270, 178), new Box(10, 10, 200, 200));
        for (int i = 0; i < 2; i++) {
          assertSame(given.get(i), boxes.get(i), aligner.align(picture, boxes.get(i)));
        }
      }
      assertThat(post(uri.resolve("align?boxes=9000,9000,9100,9100")).get("error").asText())
          .startsWith("a picture of 512 x 512 pixels: the box ")
          .contains("cannot be of a face");

      // Process.destroy would close the output too.
      process.toHandle().destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(output.lines()).contains("ending after the requests in progress");
    } finally {
      process.destroyForcibly();
    }
  }

  private static URI address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.matches()) {
        return URI.create(matcher.group(1));
      }
    }
    throw new AssertionError("the server ended before it told its address");
  }

  private static JsonNode post(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofFile(PORTRAIT))
            .build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  private static void assertSame(JsonNode face, Box box, Alignment expected) {
    assertThat(face.get("box").get(0).asDouble()).isEqualTo(box.left());
    assertThat(face.get("box").get(3).asDouble()).isEqualTo(box.bottom());
    for (int i = 0; i < 68; i++) {
      Point point = expected.landmarks().get(i);
      JsonNode its = face.get("points").get(i);
      assertThat(its.get(0).asDouble()).isCloseTo(point.x(), within(1e-3));
      assertThat(its.get(1).asDouble()).isCloseTo(point.y(), within(1e-3));
      assertThat(its.get(2).asDouble()).isCloseTo(expected.confidence().get(i), within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port,70000,2,'--port must be from 0 to 65535, but is 70000'",
    "--max-megapixels,0,2,'--max-megapixels must be from 1 to 134, but is 0'",
    "--checkpoint,none.awing,2,none.awing: there is no such",
    "--host,nowhere.invalid,1,--host nowhere.invalid: there is no such host",
  })
  void wrongOptionsAreExplainedInOneLine(String option, String value, int code, String why)
      throws IOException {
    Path checkpoint =
        option.equals("--checkpoint") ? folder.resolve(value) : TestInputs.checkpoint(folder);
    String[] arguments =
        option.equals("--checkpoint")
            ? new String[] {"serve", option, checkpoint.toString(), "--port", "0"}
            : new String[] {"serve", "--checkpoint", checkpoint.toString(), option, value};
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      assertThat(EvalMain.run(arguments)).isEqualTo(code);
    } finally {
      System.setErr(before);
    }
    List<String> lines =
        output
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("backend:"))
            .toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("error: ").contains(why);
  }
}
