package io.github.awing.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Computation on whole heatmaps: weighted loss map, loss, gradient, mask and sum. */
interface HeatmapPass {

  /**
   * Limit of a pixel's loss and of its gradient's size, before weights. With it, sums over billions
   * of pixels stay finite floats for every finite prediction.
   */
  double MOST = 1e27;

  /**
   * Computes weighted and masked losses and gradients of all pixels.
   *
   * @param arrays the heatmaps, and the mask if there is one
   * @param gradientScale factor of every gradient
   * @param gradients written by this method, dense in C order, shaped as the predictions; null if
   *     not wanted
   * @param losses written by this method, as the gradients; null if not wanted
   * @return the sum of the losses of every face
   */
  double[] run(
      HeatmapLoss loss,
      HeatmapBatch arrays,
      double gradientScale,
      INDArray gradients,
      INDArray losses);
}
