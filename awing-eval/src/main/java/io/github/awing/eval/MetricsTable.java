package io.github.awing.eval;

import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.report.FigureText;
import java.util.ArrayList;
import java.util.List;

/** Figures as the rows of a table that people read, in percent, each with its interval. */
final class MetricsTable {

  private MetricsTable() {}

  /** The headers of {@link #rows}. */
  static List<String> headers(String first, double threshold) {
    String at = " @ " + FigureText.threshold(threshold);
    return List.of(first, "faces", "NME %", "FR %" + at, "AUC" + at, "by Simpson");
  }

  /** A row a group. */
  static List<List<String>> rows(List<EvaluatedGroup> groups) {
    return groups.stream().map(group -> row(group.name(), group)).toList();
  }

  /** A group's row under another name. */
  static List<String> row(String name, EvaluatedGroup group) {
    Metrics metrics = group.metrics();
    MetricIntervals intervals = group.intervals();
    return List.of(
        name,
        Integer.toString(metrics.count()),
        percent(metrics.nme(), intervals.nme()),
        percent(metrics.failureRate(), intervals.failureRate()),
        "%s (%s to %s)"
            .formatted(
                FigureText.fixed(4, metrics.auc()),
                FigureText.fixed(4, intervals.auc().low()),
                FigureText.fixed(4, intervals.auc().high())),
        FigureText.fixed(4, metrics.aucSimpson()));
  }

  /** A figure in percent and its interval. */
  static String percent(double value, Interval interval) {
    return "%s (%s to %s)"
        .formatted(
            FigureText.percent(value),
            FigureText.percent(interval.low()),
            FigureText.percent(interval.high()));
  }

  /** The table for a terminal: columns of equal width, numbers to the right. */
  static String text(List<String> headers, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>(List.of(headers));
    lines.addAll(rows);
    int[] widths = new int[headers.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(line.get(0)).append(" ".repeat(widths[0] - line.get(0).length()));
      for (int i = 1; i < widths.length; i++) {
        text.append("  ").append(" ".repeat(widths[i] - line.get(i).length())).append(line.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
