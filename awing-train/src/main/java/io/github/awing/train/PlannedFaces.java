package io.github.awing.train;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FaceBatches.Order;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;

/** Makes the batches of a data set that a plan asks for. */
final class PlannedFaces {

  private PlannedFaces() {}

  /**
   * Checks that at least one picture can be read. Without one, a training would leave a network
   * that has learned nothing.
   *
   * @param use of the pictures, for instance {@code to learn from}
   * @throws IllegalArgumentException if there is none
   */
  static void requireReadable(TrainingPlan plan, FaceDataSet faces, String use) {
    FaceCropper cropper = cropper(plan);
    String first = null;
    for (AnnotatedFace face : faces.faces()) {
      try {
        cropper.part(face.picture(), face.box()).close();
        return;
      } catch (BadDataException e) {
        first = first == null ? e.getMessage() : first;
      }
    }
    throw new IllegalArgumentException(
        "none of the pictures %s can be read; the first: %s".formatted(use, first));
  }

  private static FaceCropper cropper(TrainingPlan plan) {
    return new FaceCropper(plan.inputSize(), plan.cropEnlargement());
  }

  /**
   * Makes shuffled batches.
   *
   * @param threads that prepare them
   */
  static FaceBatches batches(TrainingPlan plan, FaceDataSet faces, boolean strict, int threads) {
    return new FaceBatches(
        new FacePipeline(
            cropper(plan),
            new TargetHeatmaps(
                faces.scheme(),
                new GaussianHeatmaps(plan.sigma(), plan.quantised()),
                plan.boundary()),
            plan.augmentation(),
            plan.seed()),
        faces.faces(),
        plan.batchSize(),
        Order.SHUFFLED,
        strict,
        threads);
  }
}
