package io.github.awing.train.ablation;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Point;
import io.github.awing.eval.CsvField;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.draw.CedPlot;
import io.github.awing.eval.draw.NmePlot;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.AtomicFile;
import io.github.awing.train.TrainMain;
import io.github.awing.train.Validation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Writes the report of an ablation, as far as it came: {@code results.csv}, {@code
 * learning-rates.csv}, {@code table.md}, {@code report.html}, {@code nme-by-epoch.png} and {@code
 * ced.png}.
 *
 * @param ablation to report on
 * @param measuredBy the faces that the rows were measured on
 * @param trials results of the trainings that chose the learning rates
 * @param results of the trainings that are compared
 */
record AblationReport(
    Ablation ablation,
    FaceDataSet measuredBy,
    Map<AblationRun, AblationResult> trials,
    Map<AblationRun, AblationResult> results) {

  private static final String CSV_FIGURES = "nme,failureRate,auc,seconds,command\n";
  private static final String CAPTION =
      "Means over seeds ± their standard deviation. In brackets: 95 % confidence intervals by the"
          + " bootstrap over faces, paired for differences, each face's error being the mean over"
          + " seeds; they tell of these faces, not of the seeds.";

  /**
   * Writes all files; at least one training must be done.
   *
   * @throws IOException if a file cannot be written
   */
  void write() throws IOException {
    Path folder = ablation.folder();
    List<AblationRow> rows = rows();
    AtomicFile.write(folder.resolve("results.csv"), resultsCsv());
    AtomicFile.write(folder.resolve("table.md"), markdown(rows));
    ReportPage page =
        ReportPage.titled("An ablation")
            .paragraph(
                "Measured on %d faces. No training learned from them, and no choice used them; the curves"
                        .formatted(measuredBy.faces().size())
                    + " alone show them after every epoch. All figures are of the last epoch's network.")
            .table(CAPTION, headers(rows), cells(rows));
    Map<String, List<Point>> curves = curves(rows);
    if (!curves.isEmpty()) {
      BufferedImage plot = NmePlot.draw(curves);
      png(plot, "nme-by-epoch.png");
      page.plot(plot, "NME by epoch of each row", "NME on the test faces, mean over the seeds.");
    }
    Map<String, FaceErrors> errors = new LinkedHashMap<>();
    rows.forEach(row -> row.errors().ifPresent(its -> errors.put(row.name(), its)));
    if (!errors.isEmpty()) {
      BufferedImage plot = CedPlot.draw(errors, Validation.THRESHOLD);
      png(plot, "ced.png");
      page.plot(
          plot,
          "Cumulative error distribution of each row",
          "The fraction of faces with at most a certain NME, all seeds together.");
    }
    if (!trials.isEmpty()) {
      AtomicFile.write(folder.resolve("learning-rates.csv"), learningRatesCsv());
      page.heading("Learning rates")
          .table(
              "NME on every fifth training picture, held out, of networks trained on the others"
                  + " with seed 0; each loss's rate is that with the lowest. All are trained alike"
                  + " otherwise.",
              List.of("training", "NME %"),
              trials.entrySet().stream()
                  .map(
                      its -> List.of(its.getKey().name(), FigureText.percent(its.getValue().nme())))
                  .toList());
    }
    page.heading("Trainings")
        .table(
            "Each can be repeated by its command.",
            List.of("training", "NME %", "seconds", "", "command"),
            results.entrySet().stream().map(AblationReport::training).toList())
        .provenance(provenance())
        .write(folder.resolve("report.html"));
  }

  /** Groups the results by row, in the plan's order. */
  private List<AblationRow> rows() {
    Map<String, List<AblationResult>> byRow =
        results.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().row(),
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    List<AblationRow> rows = new ArrayList<>();
    byRow.forEach((name, its) -> rows.add(new AblationRow(name, its)));
    return rows;
  }

  private static List<String> headers(List<AblationRow> rows) {
    String at = " @ " + FigureText.threshold(Validation.THRESHOLD);
    return List.of(
        "",
        "learning rate",
        "seeds",
        "NME %",
        "FR %" + at,
        "AUC" + at,
        "NME % minus " + rows.get(0).name());
  }

  private static List<List<String>> cells(List<AblationRow> rows) {
    return rows.stream().map(row -> cells(row, rows.get(0))).toList();
  }

  private static List<String> cells(AblationRow row, AblationRow first) {
    MeanAndStd nme = row.spread(AblationResult::nme);
    int seeds = row.results().size();
    return List.of(
        row.name(),
        Decimal.of(row.results().get(0).learningRate()),
        row.diverged() == 0 ? "" + seeds : "%d, %d diverged".formatted(seeds, row.diverged()),
        nme.times(100).text(2) + row.interval().map(its -> " (" + percent(its) + ")").orElse(""),
        row.spread(AblationResult::failureRate).times(100).text(2),
        row.spread(AblationResult::auc).text(4),
        row == first ? FigureText.NONE : difference(row, first));
  }

  private static String difference(AblationRow row, AblationRow first) {
    Optional<Interval> interval = row.intervalOfDifference(first);
    double difference =
        row.spread(AblationResult::nme).mean() - first.spread(AblationResult::nme).mean();
    return FigureText.percent(difference)
        + interval.map(its -> " (" + percent(its) + ")").orElse("");
  }

  private static String percent(Interval interval) {
    return FigureText.percent(interval.low()) + " to " + FigureText.percent(interval.high());
  }

  private static Map<String, List<Point>> curves(List<AblationRow> rows) {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    for (AblationRow row : rows) {
      List<Point> points =
          row.curve().stream()
              .filter(its -> Double.isFinite(its.nme()))
              .map(its -> new Point(its.epoch(), its.nme()))
              .toList();
      if (!points.isEmpty()) {
        curves.put(row.name(), points);
      }
    }
    return curves;
  }

  private static List<String> training(Map.Entry<AblationRun, AblationResult> entry) {
    AblationResult result = entry.getValue();
    return List.of(
        entry.getKey().name(),
        FigureText.percent(result.nme()),
        FigureText.fixed(0, result.seconds()),
        result.diverged() == null ? "" : "diverged: " + result.diverged(),
        entry.getKey().command());
  }

  private String resultsCsv() {
    StringBuilder csv = new StringBuilder("row,seed,learningRate,").append(CSV_FIGURES);
    results.forEach(
        (run, result) ->
            csv.append(CsvField.of(run.row()))
                .append(',')
                .append(run.plan().seed())
                .append(',')
                .append(Decimal.of(result.learningRate()))
                .append(figures(run, result)));
    return csv.toString();
  }

  private String learningRatesCsv() {
    StringBuilder csv = new StringBuilder("loss,learningRate,").append(CSV_FIGURES);
    trials.forEach(
        (run, result) ->
            csv.append(run.loss())
                .append(',')
                .append(Decimal.of(result.learningRate()))
                .append(figures(run, result)));
    return csv.toString();
  }

  private static String figures(AblationRun run, AblationResult result) {
    return ","
        + result.nme()
        + ","
        + result.failureRate()
        + ","
        + result.auc()
        + ","
        + FigureText.fixed(1, result.seconds())
        + ","
        + CsvField.of(run.command())
        + "\n";
  }

  private static String markdown(List<AblationRow> rows) {
    StringBuilder table = new StringBuilder();
    line(table, headers(rows));
    line(table, headers(rows).stream().map(header -> "---").toList());
    cells(rows).forEach(cells -> line(table, cells));
    return table.append('\n').append(CAPTION).append('\n').toString();
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private Map<String, String> provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("ablation", AblationFile.write(ablation.plan()).strip());
    facts.put(
        "measured on",
        "%d faces (%s, %s)"
            .formatted(measuredBy.faces().size(), measuredBy.format(), measuredBy.scheme().name()));
    facts.put("program", new TrainMain.Version().getVersion()[0]);
    facts.put("machine", ComputeBackend.describe());
    facts.put("Java", System.getProperty("java.version"));
    return facts;
  }

  private void png(BufferedImage picture, String name) throws IOException {
    AtomicFile.write(ablation.folder().resolve(name), out -> ImageIO.write(picture, "png", out));
  }
}
