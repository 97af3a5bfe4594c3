package io.github.awing.eval;

import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Difference between two methods' figures on the same faces: the first method minus the second.
 *
 * @param first name of the first method
 * @param second name of the second method
 * @param nme difference of the NMEs, a fraction; NaN if both are infinite
 * @param failureRate difference of the failure rates, a fraction
 * @param auc difference of the AUCs, a fraction
 * @param intervals of the three differences by the paired bootstrap
 */
record MethodDifference(
    String first,
    String second,
    double nme,
    double failureRate,
    double auc,
    MetricIntervals intervals) {

  /** Compares every two methods, in their order. */
  static List<MethodDifference> among(List<ReportedMethod> methods) {
    List<MethodDifference> differences = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      for (int j = i + 1; j < methods.size(); j++) {
        differences.add(of(methods.get(i), methods.get(j)));
      }
    }
    return differences;
  }

  private static MethodDifference of(ReportedMethod first, ReportedMethod second) {
    Metrics one = first.figures().all().metrics();
    Metrics other = second.figures().all().metrics();
    return new MethodDifference(
        first.name(),
        second.name(),
        one.nme() - other.nme(),
        one.failureRate() - other.failureRate(),
        one.auc() - other.auc(),
        Bootstrap.USUAL.ofDifference(
            errors(first), errors(second), first.figures().evaluation().threshold()));
  }

  private static double[] errors(ReportedMethod method) {
    return method.figures().evaluation().faces().stream().mapToDouble(EvaluatedFace::nme).toArray();
  }
}
