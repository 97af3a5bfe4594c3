package io.github.awing.eval;

import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import java.util.ArrayList;
import java.util.List;

/**
 * By how much one method's figures on some faces differ from another's on the same faces.
 *
 * @param first a method's name
 * @param second another's
 * @param nme the first one's minus the second's; NaN if both are infinite
 * @param failureRate likewise
 * @param auc likewise
 * @param intervals of the three, by resampling faces, each with both methods' errors
 */
record MethodDifference(
    String first,
    String second,
    double nme,
    double failureRate,
    double auc,
    MetricIntervals intervals) {

  /** Of every two methods, in order. */
  static List<MethodDifference> among(List<ScoredMethod> methods) {
    List<MethodDifference> differences = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      for (int j = i + 1; j < methods.size(); j++) {
        differences.add(of(methods.get(i), methods.get(j)));
      }
    }
    return differences;
  }

  private static MethodDifference of(ScoredMethod first, ScoredMethod second) {
    Metrics one = first.evaluation().metrics();
    Metrics other = second.evaluation().metrics();
    return new MethodDifference(
        first.name(),
        second.name(),
        one.nme() - other.nme(),
        one.failureRate() - other.failureRate(),
        one.auc() - other.auc(),
        Bootstrap.USUAL.ofDifference(
            errors(first), errors(second), first.evaluation().threshold()));
  }

  private static double[] errors(ScoredMethod method) {
    return method.evaluation().faces().stream().mapToDouble(EvaluatedFace::nme).toArray();
  }
}
