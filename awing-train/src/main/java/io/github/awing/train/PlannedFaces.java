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

  /** A batch is prepared by each thread at once, so more would take much memory. */
  private static final int MOST_USUAL_THREADS = 16;

  private PlannedFaces() {}

  /** As many threads as the machine has, within reason. */
  static int usualThreads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_USUAL_THREADS);
  }

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
