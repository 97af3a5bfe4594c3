package io.github.awing.loss;

/** Loss and gradient of a run of pixels, in plain memory. Keeps scratch: one for each thread. */
interface PixelKernel {

  /** The most pixels at once: their scratch stays in the fastest cache. */
  int BLOCK = 1024;

  /**
   * Fills losses and gradients of the first pixels.
   *
   * @param targets in 0 to 1
   * @param length how many pixels, at most {@link #BLOCK}
   */
  void evaluate(
      float[] targets, float[] predictions, float[] losses, float[] gradients, int length);

  /** The fastest there is for this loss. */
  static PixelKernel of(PixelLoss loss) {
    return loss instanceof AdaptiveWing wing && AdaptiveWingKernel.covers(wing)
        ? new AdaptiveWingKernel(wing)
        : new ScalarKernel(loss);
  }
}
