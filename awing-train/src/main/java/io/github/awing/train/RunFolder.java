package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a training leaves what it makes: {@code plan.yaml}, {@code command.json}, its figures (see
 * {@link MetricsLog}), {@code checkpoints/last.awing}, {@code checkpoints/best.awing}, {@code
 * report.html} and {@code model-card.md}.
 *
 * @param path of the folder
 */
record RunFolder(Path path) {

  private static final String PLAN = "plan.yaml";

  /**
   * Makes the folder and writes the plan into it. What an earlier run left there goes.
   *
   * @throws IOException if it cannot be written
   */
  static RunFolder create(Path path, TrainingPlan plan) throws IOException {
    Files.createDirectories(path);
    RunFolder folder = new RunFolder(path);
    // What an overwritten run left would be taken for this one's.
    for (Path old :
        List.of(
            folder.lastCheckpoint(),
            folder.bestCheckpoint(),
            folder.report(),
            folder.modelCard())) {
      Files.deleteIfExists(old);
    }
    AtomicFile.write(path.resolve(PLAN), plan.toYaml());
    return folder;
  }

  /**
   * The folder of a training that was begun, as it is.
   *
   * @throws BadDataException if it is none
   */
  static RunFolder open(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!Files.isRegularFile(path.resolve(PLAN)) || !Files.isRegularFile(folder.command())) {
      throw new BadDataException(path, "is no run folder: it holds no plan.yaml and command.json");
    }
    return folder;
  }

  /** Deletes files that a killed program did not finish; only whoever holds the lock may. */
  void clearUnfinished() throws IOException {
    Path checkpoints = Files.createDirectories(lastCheckpoint().getParent());
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(checkpoints, ".*.awing.*")) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
  }

  /** Whether there is a checkpoint to go on from. */
  boolean isBegun() {
    return Files.isRegularFile(lastCheckpoint());
  }

  /** The plan as it was when the training began. */
  TrainingPlan plan() {
    return TrainingPlan.read(path.resolve(PLAN).toString(), Map.of());
  }

  Path command() {
    return path.resolve("command.json");
  }

  Path lastCheckpoint() {
    return path.resolve("checkpoints").resolve("last.awing");
  }

  Path bestCheckpoint() {
    return path.resolve("checkpoints").resolve("best.awing");
  }

  Path report() {
    return path.resolve("report.html");
  }

  Path modelCard() {
    return path.resolve("model-card.md");
  }
}
