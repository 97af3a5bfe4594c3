package io.github.awing.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a report's files: {@code metrics.json}, {@code report.html}, {@code errors.csv}, {@code
 * errors-by-landmark.csv}, {@code errors-by-part.csv} and, for a network, {@code predictions.csv}.
 * With several methods, the CSV files go to a folder of each method's name. Numbers are fractions
 * with a dot. An infinite mean is {@code null} in JSON and {@code Infinity} in CSV.
 */
public final class EvaluationFolder {

  private EvaluationFolder() {}

  /**
   * Writes the report on one network; each file is written whole or not at all.
   *
   * @param folder of the files; created if missing
   * @param evaluation of the network
   * @param times of the evaluation
   * @param aligner with the network, to draw one face's heatmaps
   * @param provenance facts for the report by name: data, program, machine and so on
   * @throws IOException if a file cannot be written
   */
  public static void write(
      Path folder,
      Evaluation evaluation,
      StageTimes times,
      FaceAligner aligner,
      Map<String, String> provenance)
      throws IOException {
    NetworkRun run = new NetworkRun(times, EvaluationPictures.heatmaps(evaluation, aligner));
    write(folder, EvaluationReport.ofNetwork(evaluation, run, provenance));
  }

  /** Writes any report. */
  static void write(Path folder, EvaluationReport report) throws IOException {
    ReportCsv.write(folder, report);
    ReportJson.write(folder, report);
    ReportHtml.write(folder, report);
  }
}
