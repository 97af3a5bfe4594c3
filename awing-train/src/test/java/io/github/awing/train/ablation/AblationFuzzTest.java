package io.github.awing.train.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes an ablation plan holds, it is read, or refused in one line. Here the seeds are
 * gone over; {@code dev/fuzz} looks for new ones.
 */
class AblationFuzzTest {

  private static final int LONGEST_MESSAGE = 2500;

  @TempDir private Path folder;

  @FuzzTest
  void ablation(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("ablation.yaml"), bytes);
    refusedOrGiven(() -> AblationFile.read(file.toString(), folder, null, Map.of()));
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  private static void refusedOrGiven(Reading reading) throws IOException {
    try {
      reading.run();
    } catch (BadDataException e) {
      assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
      assertThat(e.getMessage().chars())
          .as(e.getMessage())
          .noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    }
  }
}
