package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a plan holds, it is read, or refused in one line. Here the seeds are gone over;
 * {@code dev/fuzz} looks for new ones.
 */
class PlansFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void plan(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("plan.yaml"), bytes);
    FuzzedPlan.read(
        () -> {
          TrainingPlan plan = PlanFile.read(file.toString(), Map.of());
          Path again = Files.writeString(folder.resolve("again.yaml"), PlanFile.write(plan));
          assertThat(PlanFile.read(again.toString(), Map.of())).isEqualTo(plan);
        });
  }

  @FuzzTest
  void change(byte[] bytes) throws IOException {
    String value = new String(bytes, StandardCharsets.UTF_8);
    for (String word : new String[] {"loss", "epochs", "learning-rate", "milestones"}) {
      FuzzedPlan.read(() -> PlanFile.read("small", Map.of(word, value)));
    }
  }
}
