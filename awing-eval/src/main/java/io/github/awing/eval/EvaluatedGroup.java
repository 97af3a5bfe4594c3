package io.github.awing.eval;

import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;

/**
 * Faces that are told of together, and how sure their figures are.
 *
 * @param name of the group, for instance a subset's or a part's
 * @param errors of its faces
 * @param metrics of these errors
 * @param intervals of the metrics
 */
record EvaluatedGroup(String name, FaceErrors errors, Metrics metrics, MetricIntervals intervals) {

  static EvaluatedGroup of(String name, FaceErrors errors, double threshold) {
    return new EvaluatedGroup(
        name, errors, errors.metrics(threshold), Bootstrap.USUAL.of(errors, threshold));
  }
}
