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
 * Folder of a training: {@code plan.yaml}, the figures {@code metrics.csv}, {@code metrics.jsonl}
 * and {@code losses.csv}, {@code checkpoints/last.awing}, {@code checkpoints/best.awing}, at the
 * end {@code report.html} and {@code model-card.md} with {@code training.png}. {@link RunLock} adds
 * {@code .lock}, the command {@code train} its options, {@code command.json}.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {

  private static final String PLAN = "plan.yaml";

  /**
   * Makes the folder and writes the plan into it; deletes the files of an earlier run.
   *
   * @throws IOException if it cannot be written
   */
  static RunFolder create(Path path, TrainingPlan plan) throws IOException {
    Files.createDirectories(path);
    RunFolder folder = new RunFolder(path);
    // Files of an overwritten run would be taken for this one's.
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
   * Opens the folder of a training that was begun.
   *
   * @throws BadDataException if it is none
   */
  public static RunFolder open(Path path) {
    if (!Files.isRegularFile(path.resolve(PLAN))) {
      throw new BadDataException(path, "is no run folder: it holds no plan.yaml");
    }
    return new RunFolder(path);
  }

  /** Deletes files that a killed program did not finish; to be called under the lock. */
  void clearUnfinished() throws IOException {
    Path checkpoints = Files.createDirectories(lastCheckpoint().getParent());
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(checkpoints, ".*.awing.*")) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
  }

  /** Tells whether there is a checkpoint to go on from. */
  boolean isBegun() {
    return Files.isRegularFile(lastCheckpoint());
  }

  /**
   * Reads the plan that the training began with.
   *
   * @throws BadDataException if the folder holds none
   */
  public TrainingPlan plan() {
    return TrainingPlan.read(path.resolve(PLAN).toString(), Map.of());
  }

  /**
   * Reads the figures of every epoch, also of those after the last checkpoint.
   *
   * @throws BadDataException if the folder holds none
   * @throws IOException if they cannot be read
   */
  public List<EpochMetrics> epochs() throws IOException {
    return MetricsLog.epochs(path);
  }

  /** The network as it was last, and all that it takes to go on. */
  public Path lastCheckpoint() {
    return path.resolve("checkpoints").resolve("last.awing");
  }

  /** The network with the lowest NME of all validations; no file without a validation. */
  public Path bestCheckpoint() {
    return path.resolve("checkpoints").resolve("best.awing");
  }

  /** The page on the training; no file before its end. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** The card that goes with the checkpoint; no file before the training's end. */
  public Path modelCard() {
    return path.resolve("model-card.md");
  }
}
