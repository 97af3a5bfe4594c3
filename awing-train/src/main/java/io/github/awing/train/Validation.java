package io.github.awing.train;

import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.Evaluator;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.metric.NormalisedMeanError;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;

/**
 * Measures networks by faces that their training does not see.
 *
 * @param faces of the same scheme
 * @param strict whether a face that cannot be measured ends the training, instead of being left out
 */
public record Validation(FaceDataSet faces, boolean strict) {

  /** Threshold of failure rate and AUC: 10 %, as for WFLW. */
  public static final double THRESHOLD = 0.1;

  /**
   * Measures a network face by face, as it is now.
   *
   * @param network stays open
   * @param cropEnlargement side of the face crop per longer side of the face's box
   */
  public Evaluation evaluation(HourglassNetwork network, double cropEnlargement, Device device) {
    try (FaceAligner aligner = new FaceAligner(network, faces.scheme(), cropEnlargement, device)) {
      return new Evaluator(aligner, NormalisedMeanError.usual(faces.scheme()), THRESHOLD, strict)
          .evaluate(faces, done -> {});
    }
  }
}
