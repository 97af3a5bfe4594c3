package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program that the README shows. */
class LandmarksOfAPictureTest {

  private static final Pattern POINT = Pattern.compile("Point\\[x=(.*), y=(.*)]");

  @TempDir private Path folder;

  @Test
  void printsEveryLandmarkOfTheOnlyFace() throws Exception {
    Path checkpoint = folder.resolve("network.awing");
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(68, 1, 16, 2, 64, true, true, false), 1);
    new Checkpoint(network, "300w-68", 1.25, 0, 0, 1, "").save(checkpoint);

    List<String> lines =
        printed(
            checkpoint.toString(),
            "../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg");

    assertThat(lines).hasSize(68);
    // The detector's box is the astronaut's, so that even an untrained network's answers lie near
    // it.
    assertThat(lines)
        .allSatisfy(
            line -> {
              Matcher point = POINT.matcher(line);
              assertThat(point.matches()).isTrue();
              assertThat(Double.parseDouble(point.group(1))).isBetween(140.0, 320.0);
              assertThat(Double.parseDouble(point.group(2))).isBetween(20.0, 220.0);
            });
  }

  private static List<String> printed(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      LandmarksOfAPicture.main(arguments);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
