package io.github.awing.model.layer;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex that adds one of its inputs unchanged, whose gradient therefore is the output's own. */
public interface SharingVertex {

  /**
   * The gradients of all inputs, from the output's: one of them is the output's itself, in the same
   * memory, and whoever adds to it changes both.
   */
  INDArray[] shareBackward(INDArray epsilon, LayerWorkspaceMgr workspaces);
}
