package io.github.awing.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Remembers which plan was the fastest for a task, on one kind of card with its libraries. */
final class PlanCache {

  private final CacheFolder folder;
  private final String machine;

  /**
   * A cache.
   *
   * @param machine names the card and the versions of driver, CUDA and cuDNN
   */
  PlanCache(CacheFolder folder, String machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** What was the fastest, if that is known. */
  Optional<EngineChoice> read(ConvolutionTask task) {
    return folder
        .read(name(task))
        .flatMap(bytes -> EngineChoice.parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  void write(ConvolutionTask task, EngineChoice choice) {
    folder.write(name(task), choice.text().getBytes(StandardCharsets.UTF_8));
  }

  private String name(ConvolutionTask task) {
    return new Digest().add(machine).add(task.toString()).text() + ".plan";
  }
}
