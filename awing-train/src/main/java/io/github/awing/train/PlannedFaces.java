package io.github.awing.train;

import io.github.awing.data.Augmentation;
import io.github.awing.data.FaceBatches;
import io.github.awing.data.FaceBatches.Order;
import io.github.awing.data.FaceCropper;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.FacePipeline;
import io.github.awing.data.GaussianHeatmaps;
import io.github.awing.data.TargetHeatmaps;

/** The faces of a data set as a plan wants to see them. */
final class PlannedFaces {

  private PlannedFaces() {}

  /**
   * Shuffled batches.
   *
   * @param threads that prepare them
   */
  static FaceBatches batches(TrainingPlan plan, FaceDataSet faces, boolean strict, int threads) {
    return new FaceBatches(
        new FacePipeline(
            new FaceCropper(plan.inputSize(), plan.cropEnlargement()),
            new TargetHeatmaps(
                faces.scheme(),
                new GaussianHeatmaps(plan.sigma(), plan.quantised()),
                plan.boundary()),
            plan.augment() ? Augmentation.PAPER : Augmentation.NONE,
            plan.seed()),
        faces.faces(),
        plan.batchSize(),
        Order.SHUFFLED,
        strict,
        threads);
  }
}
