package io.github.awing.model.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The numbers that convolutions multiply. What they add up, and all else, are floats anyhow. */
public enum ConvolutionPrecision {
  /** Floats. */
  FLOAT32,

  /**
   * Floats whose last 16 bits are rounded away, which leaves two or three digits: in half the time
   * on a processor that multiplies them itself.
   */
  BFLOAT16;

  /**
   * Whether this processor multiplies such numbers itself, and oneDNN, which we do it with, is
   * here. Loads native code, so ND4J's limits of memory have to be set before.
   */
  public boolean isSupported() {
    return this == FLOAT32 || OneDnn.isAvailable() && OneDnn.multipliesBfloat16();
  }

  /**
   * Checks that it is.
   *
   * @throws IllegalArgumentException if it is not supported; the message says what it needs
   */
  public void requireSupported() {
    if (!isSupported()) {
      throw new IllegalArgumentException(
          "bfloat16 needs a processor that multiplies it (AVX512_BF16) and org.bytedeco:dnnl with"
              + " native code for it");
    }
  }

  /**
   * Has all convolutions of a graph multiply such numbers from now on. Nothing of it is saved with
   * the graph, nor cloned.
   *
   * @throws IllegalArgumentException if it is not supported; the message says what it needs
   */
  public void useIn(ComputationGraph graph) {
    requireSupported();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof ConvolutionRuntime convolution) {
        convolution.multiplyIn(this);
      }
    }
  }
}
