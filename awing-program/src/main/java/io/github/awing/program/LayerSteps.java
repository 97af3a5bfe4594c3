package io.github.awing.program;

/**
 * A layer or vertex that says of which steps it is made: once for the compiler of whole networks,
 * and for Deeplearning4j's own pass, which runs it alone.
 */
public interface LayerSteps {

  /**
   * Adds the steps of the forward pass.
   *
   * @return the output
   */
  Operand forward(LayerContext layer);

  /** Adds the steps of the backward pass: the inputs' gradients and the parameters'. */
  void backward(LayerContext layer);
}
