package io.github.awing.loss;

/** How the losses of the pixels are reduced. */
public enum Reduction {
  /**
   * Mean over batch, channels and pixels, as PyTorch's {@code mean()}. Weights and masks change the
   * sum, never the number that it is divided by.
   */
  MEAN,
  /** Sum over batch, channels and pixels. */
  SUM,
  /** No reduction: one loss for each pixel. */
  NONE
}
