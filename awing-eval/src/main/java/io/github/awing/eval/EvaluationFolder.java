package io.github.awing.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An evaluation in files: {@code metrics.json}, {@code errors.csv}, {@code errors-by-landmark.csv},
 * {@code errors-by-part.csv}, {@code predictions.csv} and {@code report.html}. Numbers are
 * fractions with a dot; an infinite mean is {@code null} in JSON, which has no word for it, and
 * {@code Infinity} in CSV.
 */
public final class EvaluationFolder {

  private EvaluationFolder() {}

  /**
   * Writes the files, each whole or not at all.
   *
   * @param folder where to; made if missing
   * @param evaluation what was measured
   * @param times how long it took
   * @param aligner what it was measured on, to show one face's heatmaps
   * @param provenance where the figures come from, as the report shows it
   * @throws IOException if a file cannot be written
   */
  public static void write(
      Path folder,
      Evaluation evaluation,
      StageTimes times,
      FaceAligner aligner,
      Map<String, String> provenance)
      throws IOException {
    write(folder, EvaluationSummary.of(evaluation), times, aligner, provenance);
  }

  static void write(
      Path folder,
      EvaluationSummary summary,
      StageTimes times,
      FaceAligner aligner,
      Map<String, String> provenance)
      throws IOException {
    writeTables(folder, summary);
    AtomicFile.write(folder.resolve("predictions.csv"), predictions(summary));
    ObjectNode root = MetricsJson.object();
    MetricsJson.put(root, summary, "");
    ObjectNode seconds = root.putObject("seconds");
    for (StageTimes.Stage stage : StageTimes.Stage.values()) {
      seconds.put(stage.key(), times.seconds(stage));
    }
    summary.published().ifPresent(set -> MetricsJson.putPublished(root, set));
    AtomicFile.write(folder.resolve("metrics.json"), MetricsJson.text(root));
    report(summary, times, aligner, provenance).write(folder.resolve("report.html"));
  }

  private static String predictions(EvaluationSummary summary) {
    Evaluation evaluation = summary.evaluation();
    StringBuilder csv = new StringBuilder(PredictionText.csvHeader(evaluation.scheme().count()));
    for (EvaluatedFace face : evaluation.faces()) {
      csv.append(
          PredictionText.csvRow(
              new PredictedFace(face.face().image(), face.face().box(), face.alignment())));
    }
    return csv.toString();
  }

  /** Writes the CSV files of one method. */
  static void writeTables(Path folder, EvaluationSummary summary) throws IOException {
    AtomicFile.write(folder.resolve("errors.csv"), ErrorTables.faces(summary.evaluation()));
    AtomicFile.write(folder.resolve("errors-by-landmark.csv"), ErrorTables.landmarks(summary));
    AtomicFile.write(folder.resolve("errors-by-part.csv"), ErrorTables.parts(summary));
  }

  private static ReportPage report(
      EvaluationSummary summary,
      StageTimes times,
      FaceAligner aligner,
      Map<String, String> provenance) {
    ReportPage page = ReportPage.titled("Face alignment, evaluated");
    EvaluationSections sections = new EvaluationSections(page);
    sections.figures(summary);
    sections.curves(summary);
    sections.subsets(summary);
    PublishedTables.add(page, Map.of("this network", summary));
    page.heading("Parts and landmarks");
    sections.landmarks(summary);
    page.heading("Faces");
    sections.faces(summary);
    page.heading("Heatmaps and boundary")
        .picture(
            EvaluationPictures.heatmaps(summary.evaluation(), aligner),
            "Predicted and true heatmaps and boundary of one face",
            "The face with the median error, as the network saw it.");
    addTimes(page, times, summary.evaluation());
    List<String> skipped = summary.evaluation().skipped();
    if (!skipped.isEmpty()) {
      page.heading("Skipped")
          .table(
              "Faces that could not be measured; no figure above counts them.",
              List.of("what"),
              skipped.stream().map(List::of).toList());
    }
    return page.provenance(provenance);
  }

  private static void addTimes(ReportPage page, StageTimes times, Evaluation evaluation) {
    int faces = evaluation.faces().size();
    List<List<String>> rows = new ArrayList<>();
    for (StageTimes.Stage stage : StageTimes.Stage.values()) {
      rows.add(row(stage.words(), times.seconds(stage), faces));
    }
    rows.add(row("all", times.total(), faces));
    page.heading("Time")
        .table(
            "%s faces a second, on the machine below, its first batch included."
                .formatted(FigureText.fixed(1, faces / times.total())),
            List.of("stage", "seconds", "milliseconds a face"),
            rows);
  }

  private static List<String> row(String stage, double seconds, int faces) {
    return List.of(
        stage, FigureText.fixed(2, seconds), FigureText.fixed(1, 1000 * seconds / faces));
  }
}
