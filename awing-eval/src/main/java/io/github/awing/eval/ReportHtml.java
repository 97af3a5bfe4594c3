package io.github.awing.eval;

import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report as a page: {@code report.html}. */
final class ReportHtml {

  private final EvaluationReport report;
  private final ReportPage page;

  private ReportHtml(EvaluationReport report) {
    this.report = report;
    this.page = ReportPage.titled(report.title());
  }

  /**
   * Writes the page.
   *
   * @throws IOException if it cannot be written
   */
  static void write(Path folder, EvaluationReport report) throws IOException {
    new ReportHtml(report).page().write(folder.resolve("report.html"));
  }

  private ReportPage page() {
    MethodSections sections = new MethodSections(page);
    if (report.methods().size() > 1) {
      addComparison(sections);
    }
    boolean named = report.run().isEmpty();
    for (ReportedMethod method : report.methods()) {
      if (named) {
        page.heading(method.name());
      }
      sections.figures(method.figures());
      sections.curves(method.figures());
      sections.subsets(method.figures());
    }
    report.published().ifPresent(set -> new PublishedSections(set, report.methods()).add(page));
    for (ReportedMethod method : report.methods()) {
      page.heading(named ? method.name() + ": parts and landmarks" : "Parts and landmarks");
      sections.landmarks(method.figures());
      page.heading(named ? method.name() + ": faces" : "Faces");
      sections.faces(method.figures());
    }
    report.run().ifPresent(this::addRun);
    addSkipped();
    addUnmatched();
    return page.provenance(report.provenance());
  }

  private void addComparison(MethodSections sections) {
    Evaluation first = report.first().evaluation();
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (ReportedMethod method : report.methods()) {
      GroupFigures all = method.figures().all();
      curves.put(method.name(), all.errors());
      rows.add(MetricsTable.row(method.name(), all));
    }
    page.table(
        "All faces. Errors are divided by each face's size (%s). In brackets: 95 %% confidence intervals."
            .formatted(first.normaliser()),
        MetricsTable.headers("method", first.threshold()),
        rows);
    page.table(
        "Differences on the same faces, the first method minus the second, and their 95 % confidence"
            + " intervals by the paired bootstrap: one without 0 in it tells the two apart.",
        MetricsTable.differenceHeaders("methods"),
        report.differences().stream().map(MetricsTable::row).toList());
    sections.curves(curves, first.threshold());
  }

  private void addRun(NetworkRun run) {
    page.heading("Heatmaps and boundary")
        .picture(
            run.heatmaps(),
            "Predicted and true heatmaps and boundary of one face",
            "The face with the median error, as the network saw it.");
    StageTimes times = run.times();
    int faces = report.first().evaluation().faces().size();
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

  private void addSkipped() {
    List<List<String>> rows =
        report.methods().stream()
            .flatMap(method -> method.figures().evaluation().skipped().stream())
            .map(List::of)
            .toList();
    if (!rows.isEmpty()) {
      page.heading("Skipped")
          .table(
              "Faces that could not be measured; no figure above counts them.",
              List.of("what"),
              rows);
    }
  }

  private void addUnmatched() {
    List<List<String>> rows = new ArrayList<>();
    for (ReportedMethod method : report.methods()) {
      method
          .unmatched()
          .ifPresent(
              pictures -> {
                pictures
                    .missing()
                    .forEach(image -> rows.add(List.of(image, method.name(), "no prediction")));
                pictures
                    .withoutTruth()
                    .forEach(image -> rows.add(List.of(image, method.name(), "not in the truth")));
              });
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
