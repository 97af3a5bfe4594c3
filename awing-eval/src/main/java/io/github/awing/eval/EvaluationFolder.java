package io.github.awing.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.eval.draw.CedPlot;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An evaluation in files: {@code metrics.json}, {@code errors.csv} and {@code report.html}. Numbers
 * are fractions with a dot; an infinite mean is {@code null} in JSON, which has no word for it, and
 * {@code Infinity} in CSV.
 */
public final class EvaluationFolder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FACES = 12;

  private EvaluationFolder() {}

  /**
   * Writes the three files, each whole or not at all.
   *
   * @param folder where to; made if missing
   * @param evaluation what was measured
   * @param aligner what it was measured on, to show one face's heatmaps
   * @param provenance where the figures come from, as the report shows it
   * @throws IOException if a file cannot be written
   */
  public static void write(
      Path folder, Evaluation evaluation, FaceAligner aligner, Map<String, String> provenance)
      throws IOException {
    WholeFile.write(folder.resolve("errors.csv"), csv(evaluation));
    WholeFile.write(folder.resolve("metrics.json"), json(evaluation));
    report(evaluation, aligner, provenance).write(folder.resolve("report.html"));
  }

  private static String csv(Evaluation evaluation) {
    StringBuilder csv = new StringBuilder("image,nme\n");
    for (EvaluatedFace face : evaluation.faces()) {
      csv.append(CsvField.of(face.face().image())).append(',').append(face.nme()).append('\n');
    }
    return csv.toString();
  }

  private static String json(Evaluation evaluation) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("scheme", evaluation.scheme().name());
    root.put("normaliser", evaluation.normaliser());
    root.put("threshold", evaluation.threshold());
    put(root, evaluation.metrics());
    root.put("skipped", evaluation.skipped().size());
    ObjectNode subsets = root.putObject("subsets");
    evaluation.subsets().forEach((name, metrics) -> put(subsets.putObject(name), metrics));
    root.put("perImage", "errors.csv");
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void put(ObjectNode node, Metrics metrics) {
    node.put("count", metrics.count());
    node.put("nme", Double.isFinite(metrics.nme()) ? (Double) metrics.nme() : null);
    node.put("failureRate", metrics.failureRate());
    node.put("auc", metrics.auc());
    node.put("aucSimpson", metrics.aucSimpson());
  }

  private static ReportPage report(
      Evaluation evaluation, FaceAligner aligner, Map<String, String> provenance) {
    Map<String, Metrics> rows = new LinkedHashMap<>();
    rows.put("all faces", evaluation.metrics());
    rows.putAll(evaluation.subsets());
    ReportPage page =
        ReportPage.titled("Face alignment, evaluated")
            .metricTable(
                "Errors are divided by the %s distance.".formatted(evaluation.normaliser()),
                rows,
                evaluation.threshold())
            .picture(
                CedPlot.draw(Map.of("all faces", evaluation.errors()), evaluation.threshold()),
                "Cumulative error distribution of all faces",
                "The fraction of faces with at most a certain NME.")
            .heading("Faces")
            .picture(
                EvaluationPictures.faces(evaluation, FACES),
                "Faces with true and predicted landmarks",
                "Spread evenly from the face with the smallest error to the one with the largest.")
            .heading("Heatmaps")
            .picture(
                EvaluationPictures.heatmaps(evaluation, aligner),
                "Predicted and true heatmaps of one face",
                "The face with the median error, as the network saw it.");
    if (!evaluation.skipped().isEmpty()) {
      page.heading("Skipped")
          .table(
              "Faces that could not be measured; no figure above counts them.",
              List.of("what"),
              evaluation.skipped().stream().map(List::of).toList());
    }
    return page.provenance(provenance);
  }
}
