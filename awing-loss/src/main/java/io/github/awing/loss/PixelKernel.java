package io.github.awing.loss;

/**
 * Computes loss and gradient of a run of pixels in plain memory. It keeps scratch memory, so each
 * thread needs its own.
 */
interface PixelKernel {

  /** Largest number of pixels at once, whose scratch fits the fastest cache. */
  int BLOCK = 1024;

  /**
   * Computes losses and gradients of the first pixels.
   *
   * @param targets in 0 to 1
   * @param length number of pixels, at most {@link #BLOCK}
   */
  void evaluate(
      float[] targets, float[] predictions, float[] losses, float[] gradients, int length);

  /** The fastest kernel for this loss. */
  static PixelKernel of(PixelLoss loss) {
    return loss instanceof AdaptiveWing wing && AdaptiveWingKernel.covers(wing)
        ? new AdaptiveWingKernel(wing)
        : new ScalarKernel(loss);
  }
}
