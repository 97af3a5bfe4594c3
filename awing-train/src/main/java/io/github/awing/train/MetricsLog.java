package io.github.awing.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps the figures of a training, in memory and in its run folder: of every epoch in {@code
 * metrics.csv} and {@code metrics.jsonl}, the loss of every step in {@code losses.csv}. A training
 * that returns to a checkpoint takes back the figures since.
 */
final class MetricsLog {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EPOCH_HEADER =
      "epoch,step,loss,learningRate,samplesPerSecond,seconds,dataWaitSeconds,nme,failureRate,auc\n";
  private static final String STEP_HEADER = "step,loss,learningRate\n";

  private final Path csv;
  private final Path jsonLines;
  private final Path stepCsv;
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> learningRates = new ArrayList<>();

  /** Number of steps in the file. */
  private int written;

  private MetricsLog(Path folder) {
    this.csv = folder.resolve("metrics.csv");
    this.jsonLines = folder.resolve("metrics.jsonl");
    this.stepCsv = folder.resolve("losses.csv");
  }

  /** Begins empty files in a run folder. */
  static MetricsLog create(Path folder) throws IOException {
    MetricsLog log = new MetricsLog(folder);
    log.rewrite();
    return log;
  }

  /** Reads the figures of a run folder up to a position, and takes back the rest. */
  static MetricsLog upTo(Path folder, TrainingPosition position) throws IOException {
    MetricsLog log = new MetricsLog(folder);
    log.readEpochs();
    log.readSteps();
    log.goBack(position);
    return log;
  }

  /** Reads the figures of all epochs in a run folder. */
  static List<EpochMetrics> epochs(Path folder) throws IOException {
    MetricsLog log = new MetricsLog(folder);
    log.readEpochs();
    return log.epochs();
  }

  /** Takes back the figures after a position. */
  void goBack(TrainingPosition position) throws IOException {
    epochs.removeIf(epoch -> epoch.epoch() > position.epoch());
    int steps = (int) Math.min(losses.size(), position.step());
    losses.subList(steps, losses.size()).clear();
    learningRates.subList(steps, learningRates.size()).clear();
    rewrite();
  }

  /** Notes a step, which the next {@link #flush} or epoch writes. */
  void step(double loss, double learningRate) {
    losses.add(loss);
    learningRates.add(learningRate);
  }

  /** Writes the steps that are not written yet. */
  void flush() throws IOException {
    append(stepCsv, stepRows(written));
    written = losses.size();
  }

  /** Losses keep all their digits, so that a resumed training can be compared with them. */
  private String stepRows(int from) {
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < losses.size(); i++) {
      rows.append(
          String.format(Locale.ROOT, "%d,%s,%.4e\n", i + 1, losses.get(i), learningRates.get(i)));
    }
    return rows.toString();
  }

  /** Writes an epoch, and the steps before it. */
  void epoch(EpochMetrics metrics) throws IOException {
    flush();
    epochs.add(metrics);
    append(csv, row(metrics));
    append(jsonLines, JSON.writeValueAsString(metrics) + "\n");
  }

  /** Lists the figures of every epoch so far. */
  List<EpochMetrics> epochs() {
    return List.copyOf(epochs);
  }

  /** Lists the loss of every step so far. */
  List<Double> losses() {
    return losses;
  }

  private void rewrite() throws IOException {
    StringBuilder rows = new StringBuilder(EPOCH_HEADER);
    StringBuilder lines = new StringBuilder();
    for (EpochMetrics epoch : epochs) {
      rows.append(row(epoch));
      lines.append(JSON.writeValueAsString(epoch)).append('\n');
    }
    AtomicFile.write(csv, rows.toString());
    AtomicFile.write(jsonLines, lines.toString());
    AtomicFile.write(stepCsv, STEP_HEADER + stepRows(0));
    written = losses.size();
  }

  /** Stops at half a line, which a killed program leaves: its epoch is lost anyway. */
  private void readEpochs() throws IOException {
    for (String line : lines(jsonLines)) {
      try {
        epochs.add(JSON.readValue(line, EpochMetrics.class));
      } catch (JsonProcessingException e) {
        break;
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file, "is not UTF-8 text, as the training has written it");
    } catch (NoSuchFileException e) {
      throw new BadDataException(
          file, "there is no such file; a training goes on with the figures that it has written");
    }
  }

  private void readSteps() throws IOException {
    List<String> lines = lines(stepCsv);
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split(",");
      if (fields.length != 3 || !fields[0].equals(Integer.toString(losses.size() + 1))) {
        break;
      }
      try {
        double loss = Double.parseDouble(fields[1]);
        step(loss, Double.parseDouble(fields[2]));
      } catch (NumberFormatException e) {
        break;
      }
    }
  }

  private static String row(EpochMetrics metrics) {
    return String.format(
        Locale.ROOT,
        "%d,%d,%.6f,%.3e,%.2f,%.1f,%.3f,%s,%s,%s\n",
        metrics.epoch(),
        metrics.step(),
        metrics.loss(),
        metrics.learningRate(),
        metrics.samplesPerSecond(),
        metrics.seconds(),
        metrics.dataWaitSeconds(),
        field(metrics.nme()),
        field(metrics.failureRate()),
        field(metrics.auc()));
  }

  private static String field(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static void append(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw AtomicFile.naming(file, e);
    }
  }
}
