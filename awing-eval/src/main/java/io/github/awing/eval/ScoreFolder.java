package io.github.awing.eval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores in files: {@code metrics.json} and {@code report.html}; of one method {@code errors.csv},
 * {@code errors-by-landmark.csv} and {@code errors-by-part.csv} beside them, of several in a folder
 * of each method's name.
 */
final class ScoreFolder {

  private final List<ScoredMethod> methods;
  private final Map<String, EvaluationSummary> summaries = new LinkedHashMap<>();
  private final List<MethodDifference> differences;

  /** Of at least one method, all on the same faces. */
  ScoreFolder(List<ScoredMethod> methods) {
    this.methods = methods;
    methods.forEach(its -> summaries.put(its.name(), EvaluationSummary.of(its.evaluation())));
    this.differences = MethodDifference.among(methods);
  }

  /** The figures by the methods' names. */
  Map<String, EvaluationSummary> summaries() {
    return summaries;
  }

  /** The differences between every two methods. */
  List<MethodDifference> differences() {
    return differences;
  }

  void write(Path folder, Map<String, String> provenance) throws IOException {
    for (ScoredMethod method : methods) {
      Path its = methods.size() == 1 ? folder : folder.resolve(method.name());
      Files.createDirectories(its);
      EvaluationFolder.writeTables(its, summaries.get(method.name()));
    }
    AtomicFile.write(folder.resolve("metrics.json"), json());
    report(provenance).write(folder.resolve("report.html"));
  }

  private String json() {
    ObjectNode root = MetricsJson.object();
    EvaluationSummary first = summaries.values().iterator().next();
    if (methods.size() == 1) {
      put(root, methods.get(0), "");
    } else {
      MetricsJson.putMeasure(root, first.evaluation());
      ObjectNode all = root.putObject("methods");
      methods.forEach(its -> put(all.putObject(its.name()), its, its.name() + "/"));
      ArrayNode pairs = root.putArray("differences");
      for (MethodDifference difference : differences) {
        ObjectNode node = pairs.addObject();
        node.put("first", difference.first());
        node.put("second", difference.second());
        MetricsJson.put(node, "nme", difference.nme());
        MetricsJson.put(node, "failureRate", difference.failureRate());
        MetricsJson.put(node, "auc", difference.auc());
        MetricsJson.put(node.putObject("intervals"), difference.intervals());
      }
    }
    first.published().ifPresent(set -> MetricsJson.putPublished(root, set));
    return MetricsJson.text(root);
  }

  private void put(ObjectNode node, ScoredMethod method, String folder) {
    MetricsJson.put(node, summaries.get(method.name()), folder);
    node.put("missing", method.missing().size());
    node.put("withoutTruth", method.withoutTruth().size());
  }

  private ReportPage report(Map<String, String> provenance) {
    ReportPage page = ReportPage.titled("Predictions, scored");
    EvaluationSections sections = new EvaluationSections(page);
    if (methods.size() > 1) {
      compare(page, sections);
    }
    summaries.forEach(
        (name, summary) -> {
          page.heading(name);
          sections.figures(summary);
          sections.curves(summary);
          sections.subsets(summary);
        });
    PublishedTables.add(page, summaries);
    summaries.forEach(
        (name, summary) -> {
          page.heading(name + ": parts and landmarks");
          sections.landmarks(summary);
          page.heading(name + ": faces");
          sections.faces(summary);
        });
    addUnmatched(page);
    return page.provenance(provenance);
  }

  private void compare(ReportPage page, EvaluationSections sections) {
    double threshold = methods.get(0).evaluation().threshold();
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    summaries.forEach(
        (name, summary) -> {
          curves.put(name, summary.all().errors());
          rows.add(MetricsTable.row(name, summary.all()));
        });
    page.table(
        "All faces. Errors are divided by each face's size (%s). In brackets: 95 %% confidence intervals."
            .formatted(methods.get(0).evaluation().normaliser()),
        MetricsTable.headers("method", threshold),
        rows);
    page.table(
        "Differences on the same faces, the first method minus the second, and their 95 % confidence"
            + " intervals by the paired bootstrap: one without 0 in it tells the two apart.",
        List.of("methods", "NME %", "FR %", "AUC"),
        differences.stream().map(ScoreFolder::row).toList());
    sections.curves(curves, threshold);
  }

  /** A difference as a row. */
  static List<String> row(MethodDifference difference) {
    MetricIntervals intervals = difference.intervals();
    return List.of(
        difference.first() + " − " + difference.second(),
        MetricsTable.percent(difference.nme(), intervals.nme()),
        MetricsTable.percent(difference.failureRate(), intervals.failureRate()),
        "%s (%s to %s)"
            .formatted(
                FigureText.fixed(4, difference.auc()),
                FigureText.fixed(4, intervals.auc().low()),
                FigureText.fixed(4, intervals.auc().high())));
  }

  private void addUnmatched(ReportPage page) {
    List<List<String>> rows = new ArrayList<>();
    for (ScoredMethod method : methods) {
      method.missing().forEach(image -> rows.add(List.of(image, method.name(), "no prediction")));
      method
          .withoutTruth()
          .forEach(image -> rows.add(List.of(image, method.name(), "not in the truth")));
    }
    if (!rows.isEmpty()) {
      page.heading("Without a counterpart")
          .table(
              "A face without a prediction counts as a failure; a prediction without a true face for nothing.",
              List.of("picture", "method", "what"),
              rows);
    }
  }
}
