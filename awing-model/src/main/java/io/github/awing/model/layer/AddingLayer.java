package io.github.awing.model.layer;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that can add its input's gradient to one that others have found already, instead of
 * writing it to memory of its own, from which it would have to be read and added.
 */
public interface AddingLayer {

  /**
   * The backward pass, to the same last digit as backward and addition one after the other.
   *
   * @param epsilon the output's gradient
   * @param inputGradient what the others have found; the layer's own is added to it
   * @return the parameters' gradients
   */
  Gradient addBackward(INDArray epsilon, INDArray inputGradient, LayerWorkspaceMgr workspaces);
}
