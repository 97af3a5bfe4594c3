package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.eval.metric.LandmarkErrors;

/**
 * One face with its predicted landmarks and their errors.
 *
 * @param face with its true landmarks, from a data set
 * @param alignment the predicted landmarks
 * @param errors of the predicted landmarks
 */
public record EvaluatedFace(AnnotatedFace face, Alignment alignment, LandmarkErrors errors) {

  /** The face's error, a fraction; infinite without a finite prediction. */
  public double nme() {
    return errors.mean();
  }

  /** Whether every labelled landmark has a finite prediction. */
  public boolean answered() {
    return Double.isFinite(nme());
  }
}
