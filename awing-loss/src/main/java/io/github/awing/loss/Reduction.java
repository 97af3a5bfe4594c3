package io.github.awing.loss;

/** What becomes of the losses of the pixels. */
public enum Reduction {
  /**
   * Their mean over everything: batch, channels and pixels, as PyTorch's {@code mean()}. Weights
   * and masks change the sum, never the number it is divided by.
   */
  MEAN,
  /** Their sum over everything. */
  SUM,
  /** They stay as they are, one for each pixel. */
  NONE
}
