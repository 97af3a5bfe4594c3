package io.github.awing.train.ablation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.awing.train.FuzzedPlan;
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

  @TempDir private Path folder;

  @FuzzTest
  void ablation(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("ablation.yaml"), bytes);
    FuzzedPlan.read(() -> AblationFile.read(file.toString(), folder, null, Map.of()));
  }
}
