package io.github.awing.eval;

import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;

/**
 * Figures of a group of faces with their confidence intervals.
 *
 * @param name of the group, for instance a subset's or a part's
 * @param errors of the group's faces
 * @param metrics of these errors
 * @param intervals of the metrics
 */
record GroupFigures(String name, FaceErrors errors, Metrics metrics, MetricIntervals intervals) {

  /** Computes the figures of a group. */
  static GroupFigures of(String name, FaceErrors errors, double threshold) {
    return new GroupFigures(
        name, errors, errors.metrics(threshold), Bootstrap.USUAL.of(errors, threshold));
  }
}
