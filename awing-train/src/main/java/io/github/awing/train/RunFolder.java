package io.github.awing.train;

import io.github.awing.eval.program.OutputFolder;
import io.github.awing.model.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Where a training leaves what it makes: {@code plan.yaml}, {@code metrics.csv}, {@code
 * metrics.jsonl}, {@code checkpoints/last.awing} and {@code report.html}.
 *
 * @param path of the folder
 */
record RunFolder(Path path) {

  private static final String CSV_HEADER =
      "epoch,step,loss,learningRate,samplesPerSecond,seconds,dataWaitSeconds";

  /**
   * What is written of an epoch.
   *
   * @param epoch from 1
   * @param step steps done so far
   * @param loss mean over the epoch
   * @param learningRate at its end
   * @param samplesPerSecond over the epoch
   * @param seconds since the training began
   * @param dataWaitSeconds of the epoch in which the network waited for faces
   */
  record EpochMetrics(
      int epoch,
      int step,
      double loss,
      double learningRate,
      double samplesPerSecond,
      double seconds,
      double dataWaitSeconds) {}

  /**
   * Makes the folder and writes the plan into it.
   *
   * @throws IllegalArgumentException if it holds something and may not be overwritten
   * @throws IOException if it cannot be written
   */
  static RunFolder create(Path path, TrainingPlan plan, boolean overwrite) throws IOException {
    OutputFolder.prepare(path, overwrite);
    RunFolder folder = new RunFolder(path);
    WholeFile.write(path.resolve("plan.yaml"), plan.toYaml());
    WholeFile.write(folder.csv(), CSV_HEADER + "\n");
    WholeFile.write(folder.jsonLines(), "");
    return folder;
  }

  Path lastCheckpoint() {
    return path.resolve("checkpoints").resolve("last.awing");
  }

  Path report() {
    return path.resolve("report.html");
  }

  private Path csv() {
    return path.resolve("metrics.csv");
  }

  private Path jsonLines() {
    return path.resolve("metrics.jsonl");
  }

  /** Adds an epoch to both metrics files. */
  void append(EpochMetrics metrics) throws IOException {
    append(csv(), "%d,%d,%.6f,%.3e,%.2f,%.1f,%.3f%n", metrics);
    append(
        jsonLines(),
        "{\"epoch\":%d,\"step\":%d,\"loss\":%.6f,\"learningRate\":%.3e,"
            + "\"samplesPerSecond\":%.2f,\"seconds\":%.1f,\"dataWaitSeconds\":%.3f}%n",
        metrics);
  }

  private static void append(Path file, String format, EpochMetrics metrics) throws IOException {
    Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            format,
            metrics.epoch(),
            metrics.step(),
            metrics.loss(),
            metrics.learningRate(),
            metrics.samplesPerSecond(),
            metrics.seconds(),
            metrics.dataWaitSeconds()),
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
  }
}
