package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.cuda.ConvolutionTask.Pass;
import io.github.awing.program.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCacheTest {

  private static final EngineChoice CHOICE = new EngineChoice(65, new TreeMap<>(Map.of(2, 17L)));
  private static final ConvolutionTask TASK = task(8, true);

  @TempDir Path folder;

  @Test
  void readsForTheSameTaskAndMachineOnly() {
    PlanCache cache = cache("H100, cuDNN 9.24");
    assertThat(cache.read(TASK)).isEmpty();
    cache.write(TASK, CHOICE);
    assertThat(cache.read(TASK)).contains(CHOICE);
    assertThat(cache("H100, cuDNN 9.24").read(TASK)).contains(CHOICE);
    assertThat(cache.read(task(16, true))).isEmpty();
    assertThat(cache.read(task(8, false))).isEmpty();
    assertThat(cache("H100, cuDNN 9.25").read(TASK)).isEmpty();
  }

  @Test
  void ignoresDamagedFiles() throws IOException {
    PlanCache cache = cache("H100");
    cache.write(TASK, CHOICE);
    try (var files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "65");
    }
    assertThat(cache.read(TASK)).isEmpty();
  }

  private PlanCache cache(String machine) {
    return new PlanCache(new CacheFolder(folder), machine);
  }

  private static ConvolutionTask task(int faces, boolean deterministic) {
    return new ConvolutionTask(
        Pass.FORWARD, Precision.TF32, faces, 64, 64, 256, 128, 3, 1, 1, false, deterministic);
  }
}
