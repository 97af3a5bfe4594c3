package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Distance d between targets and predictions, split where a curve becomes a line: d = curved +
 * beyond. SameDiff has no gradient for {@code where}; both of these have one, for any distance.
 *
 * @param curved min(d, bend)
 * @param beyond max(d − bend, 0)
 */
record ClippedDistance(SDVariable curved, SDVariable beyond) {

  static ClippedDistance at(double bend, SDVariable targets, SDVariable predictions) {
    SameDiff graph = predictions.getSameDiff();
    SDVariable distance = graph.math().abs(predictions.sub(targets));
    SDVariable limit = graph.constant(Nd4j.scalar(predictions.dataType(), bend));
    return new ClippedDistance(
        graph.math().min(distance, limit), graph.nn().relu(distance.sub(limit), 0));
  }
}
