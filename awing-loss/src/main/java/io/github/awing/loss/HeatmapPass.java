package io.github.awing.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One way through whole heatmaps: weighted loss map, loss, gradient, mask and sum. */
interface HeatmapPass {

  /**
   * The most that a pixel's loss and the size of its gradient can be, before weights: however far a
   * finite prediction is off, sums over billions of pixels stay finite floats.
   */
  double MOST = 1e27;

  /**
   * Weighted and masked losses and gradients of all pixels.
   *
   * @param arrays the heatmaps, and the mask if there is one
   * @param gradientScale what every gradient is multiplied with
   * @param gradients to be filled, dense in C order, shaped as the predictions; null if not wanted
   * @param losses likewise
   * @return the sum of the losses of every face
   */
  double[] run(
      HeatmapLoss loss,
      HeatmapBatch arrays,
      double gradientScale,
      INDArray gradients,
      INDArray losses);
}
