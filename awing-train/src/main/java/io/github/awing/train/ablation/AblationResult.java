package io.github.awing.train.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.AtomicFile;
import io.github.awing.train.EpochMetrics;
import io.github.awing.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Measurement of a training's last network: {@code measured.json} in its run folder. The file marks
 * the training as done.
 *
 * @param learningRate that it was trained with
 * @param nme on the faces that it is measured by; infinite if the training diverged
 * @param failureRate at 10 %
 * @param auc at 10 %
 * @param seconds that the training took
 * @param diverged why it ended too early, or null
 * @param epochs the validated ones
 * @param faces the errors, in the data set's order; none if the training diverged
 */
record AblationResult(
    double learningRate,
    double nme,
    double failureRate,
    double auc,
    double seconds,
    String diverged,
    List<EpochNme> epochs,
    List<FaceNme> faces) {

  /** Error after an epoch, counted from 1. */
  record EpochNme(int epoch, double nme) {}

  /** Error of a face, by its picture's name. */
  record FaceNme(String image, double nme) {}

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Takes copies of the lists. */
  AblationResult {
    epochs = List.copyOf(epochs);
    faces = List.copyOf(faces);
  }

  /** Makes the result of a training that came to its end. */
  static AblationResult of(double learningRate, List<EpochMetrics> log, Evaluation evaluation) {
    Metrics metrics = evaluation.metrics();
    return new AblationResult(
        learningRate,
        metrics.nme(),
        metrics.failureRate(),
        metrics.auc(),
        seconds(log),
        null,
        validated(log),
        evaluation.faces().stream()
            .map(face -> new FaceNme(face.face().image(), face.nme()))
            .toList());
  }

  /** Makes the result of a training that diverged: it misses every face. */
  static AblationResult diverged(double learningRate, List<EpochMetrics> log, String why) {
    return new AblationResult(
        learningRate, Double.POSITIVE_INFINITY, 1, 0, seconds(log), why, validated(log), List.of());
  }

  private static double seconds(List<EpochMetrics> log) {
    return log.isEmpty() ? 0 : log.get(log.size() - 1).seconds();
  }

  private static List<EpochNme> validated(List<EpochMetrics> log) {
    return log.stream()
        .filter(epoch -> epoch.nme() != null)
        .map(epoch -> new EpochNme(epoch.epoch(), epoch.nme()))
        .toList();
  }

  /**
   * Reads the result of a run, if there is one.
   *
   * @throws BadDataException if it was something else
   */
  static Optional<AblationResult> read(RunFolder run) {
    Path file = file(run);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), AblationResult.class));
    } catch (JsonProcessingException e) {
      throw new BadDataException(
          file, "does not hold a training's figures; delete it to measure again");
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
  }

  void write(RunFolder run) throws IOException {
    AtomicFile.write(file(run), JSON.writeValueAsString(this) + "\n");
  }

  private static Path file(RunFolder run) {
    return run.path().resolve("measured.json");
  }
}
