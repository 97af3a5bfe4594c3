package io.github.awing.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Caches the fastest plan of each task, for one kind of card with its libraries. */
final class PlanCache {

  private final CacheFolder folder;
  private final String machine;

  /**
   * Makes a cache.
   *
   * @param machine name of the card and the versions of driver, CUDA and cuDNN
   */
  PlanCache(CacheFolder folder, String machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** The fastest plan, if it is cached. */
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
