package io.github.awing.eval;

import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a report as CSV: errors of faces, landmarks and parts, and a network's predictions.
 * Numbers are fractions with a dot; an infinite number is {@code Infinity}.
 */
final class ReportCsv {

  /** Errors of faces. */
  static final String FACES = "errors.csv";

  /** Errors of landmarks. */
  static final String LANDMARKS = "errors-by-landmark.csv";

  /** Errors of parts of the face. */
  static final String PARTS = "errors-by-part.csv";

  private static final String FIGURES =
      "count,nme,nmeLow,nmeHigh,failureRate,failureRateLow,failureRateHigh,auc,aucLow,aucHigh";

  private ReportCsv() {}

  /**
   * Writes the files of every method to its folder.
   *
   * @throws IOException if a file cannot be written
   */
  static void write(Path folder, EvaluationReport report) throws IOException {
    for (ReportedMethod method : report.methods()) {
      Path its = folder.resolve(report.folder(method));
      MethodFigures figures = method.figures();
      AtomicFile.write(its.resolve(FACES), faces(figures.evaluation()));
      AtomicFile.write(its.resolve(LANDMARKS), landmarks(figures));
      AtomicFile.write(its.resolve(PARTS), parts(figures));
      if (report.run().isPresent()) {
        AtomicFile.write(its.resolve("predictions.csv"), predictions(figures.evaluation()));
      }
    }
  }

  /** One row for each face: {@code image,nme}. */
  private static String faces(Evaluation evaluation) {
    StringBuilder csv = new StringBuilder("image,nme\n");
    for (EvaluatedFace face : evaluation.faces()) {
      csv.append(CsvField.of(face.face().image())).append(',').append(face.nme()).append('\n');
    }
    return csv.toString();
  }

  /** One row for each landmark that any face has, in the scheme's order. */
  private static String landmarks(MethodFigures figures) {
    Map<String, List<Integer>> parts = figures.evaluation().scheme().parts();
    StringBuilder csv = new StringBuilder("landmark,part,").append(FIGURES).append('\n');
    for (int i = 0; i < figures.landmarks().size(); i++) {
      int index = i;
      Optional<GroupFigures> landmark = figures.landmarks().get(i);
      if (landmark.isPresent()) {
        String part =
            parts.entrySet().stream()
                .filter(entry -> entry.getValue().contains(index))
                .map(entry -> CsvField.of(entry.getKey()))
                .findFirst()
                .orElse("");
        csv.append(i).append(',').append(part).append(',').append(row(landmark.get())).append('\n');
      }
    }
    return csv.toString();
  }

  /** One row for each part of the face. */
  private static String parts(MethodFigures figures) {
    StringBuilder csv = new StringBuilder("part,").append(FIGURES).append('\n');
    for (GroupFigures part : figures.parts()) {
      csv.append(CsvField.of(part.name())).append(',').append(row(part)).append('\n');
    }
    return csv.toString();
  }

  /** One row for each face: its predicted landmarks. */
  private static String predictions(Evaluation evaluation) {
    StringBuilder csv = new StringBuilder(PredictionText.csvHeader(evaluation.scheme().count()));
    for (EvaluatedFace face : evaluation.faces()) {
      csv.append(
          PredictionText.csvRow(
              new PredictedFace(face.face().image(), face.face().box(), face.alignment())));
    }
    return csv.toString();
  }

  private static String row(GroupFigures group) {
    Metrics metrics = group.metrics();
    MetricIntervals intervals = group.intervals();
    return metrics.count()
        + ","
        + Stream.of(
                figure(metrics.nme(), intervals.nme()),
                figure(metrics.failureRate(), intervals.failureRate()),
                figure(metrics.auc(), intervals.auc()))
            .collect(Collectors.joining(","));
  }

  private static String figure(double value, Interval interval) {
    return value + "," + interval.low() + "," + interval.high();
  }
}
