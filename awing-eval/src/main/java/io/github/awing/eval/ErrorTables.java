package io.github.awing.eval;

import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Errors as CSV: of faces, landmarks and parts. Fractions with a dot; an infinite one is {@code
 * Infinity}.
 */
final class ErrorTables {

  private static final String FIGURES =
      "count,nme,nmeLow,nmeHigh,failureRate,failureRateLow,failureRateHigh,auc,aucLow,aucHigh";

  private ErrorTables() {}

  /** {@code image,nme}: a row a face. */
  static String faces(Evaluation evaluation) {
    StringBuilder csv = new StringBuilder("image,nme\n");
    for (EvaluatedFace face : evaluation.faces()) {
      csv.append(CsvField.of(face.face().image())).append(',').append(face.nme()).append('\n');
    }
    return csv.toString();
  }

  /** A row a landmark, in the scheme's order; those that no face tells are left out. */
  static String landmarks(EvaluationSummary summary) {
    Map<String, List<Integer>> parts = summary.evaluation().scheme().parts();
    StringBuilder csv = new StringBuilder("landmark,part,").append(FIGURES).append('\n');
    for (int i = 0; i < summary.landmarks().size(); i++) {
      int index = i;
      Optional<EvaluatedGroup> landmark = summary.landmarks().get(i);
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

  /** A row a part. */
  static String parts(EvaluationSummary summary) {
    StringBuilder csv = new StringBuilder("part,").append(FIGURES).append('\n');
    for (EvaluatedGroup part : summary.parts()) {
      csv.append(CsvField.of(part.name())).append(',').append(row(part)).append('\n');
    }
    return csv.toString();
  }

  private static String row(EvaluatedGroup group) {
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
