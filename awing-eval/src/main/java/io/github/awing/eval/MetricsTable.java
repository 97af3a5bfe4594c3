package io.github.awing.eval;

import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.report.FigureText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Table rows of figures in percent with their confidence intervals, for a page or a terminal. */
final class MetricsTable {

  private MetricsTable() {}

  /** Headers of {@link #rows}. */
  static List<String> headers(String first, double threshold) {
    String at = " @ " + FigureText.threshold(threshold);
    return List.of(first, "faces", "NME %", "FR %" + at, "AUC" + at, "by Simpson");
  }

  /** One row for each group. */
  static List<List<String>> rows(List<GroupFigures> groups) {
    return groups.stream().map(group -> row(group.name(), group)).toList();
  }

  /** One row for a group under another name. */
  static List<String> row(String name, GroupFigures group) {
    Metrics metrics = group.metrics();
    MetricIntervals intervals = group.intervals();
    return List.of(
        name,
        Integer.toString(metrics.count()),
        percent(metrics.nme(), intervals.nme()),
        percent(metrics.failureRate(), intervals.failureRate()),
        fraction(metrics.auc(), intervals.auc()),
        FigureText.fixed(4, metrics.aucSimpson()));
  }

  /** Headers of differences. */
  static List<String> differenceHeaders(String first) {
    return List.of(first, "NME %", "FR %", "AUC");
  }

  /** One row for the difference between two methods. */
  static List<String> row(MethodDifference difference) {
    MetricIntervals intervals = difference.intervals();
    return List.of(
        difference.first() + " − " + difference.second(),
        percent(difference.nme(), intervals.nme()),
        percent(difference.failureRate(), intervals.failureRate()),
        fraction(difference.auc(), intervals.auc()));
  }

  private static String percent(double value, Interval interval) {
    return figure(value, interval, FigureText::percent);
  }

  private static String fraction(double value, Interval interval) {
    return figure(value, interval, figure -> FigureText.fixed(4, figure));
  }

  private static String figure(double value, Interval interval, DoubleFunction<String> text) {
    return "%s (%s to %s)"
        .formatted(text.apply(value), text.apply(interval.low()), text.apply(interval.high()));
  }

  /** Formats a table for a terminal: columns of equal width, numbers to the right. */
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
