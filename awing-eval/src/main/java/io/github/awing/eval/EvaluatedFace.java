package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.eval.metric.LandmarkErrors;

/**
 * One face, what a network found in it, and how far off that is.
 *
 * @param face the face as its data set describes it
 * @param alignment what the network found
 * @param errors of its landmarks
 */
public record EvaluatedFace(AnnotatedFace face, Alignment alignment, LandmarkErrors errors) {

  /** The face's error, a fraction; infinite if the network gave no finite answer. */
  public double nme() {
    return errors.mean();
  }

  /** Whether the network gave a finite answer for every landmark that counts. */
  public boolean answered() {
    return Double.isFinite(nme());
  }
}
