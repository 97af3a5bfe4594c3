package io.github.awing.loss;

/** Computes any loss by its scalar maths, in double precision. */
record ScalarKernel(PixelLoss loss) implements PixelKernel {

  @Override
  public void evaluate(
      float[] targets, float[] predictions, float[] losses, float[] gradients, int length) {
    for (int i = 0; i < length; i++) {
      losses[i] = (float) loss.loss(targets[i], predictions[i]);
      gradients[i] = (float) loss.gradient(targets[i], predictions[i]);
    }
  }
}
