package io.github.awing.program;

/**
 * Layer or vertex that defines its program steps. The same steps are used by the compiler of whole
 * networks and by Deeplearning4j's own pass, which runs the layer alone.
 */
public interface LayerSteps {

  /**
   * Adds the steps of the forward pass.
   *
   * @return the output
   */
  Operand forward(LayerContext layer);

  /** Adds the steps of the backward pass: the gradients of inputs and parameters. */
  void backward(LayerContext layer);
}
