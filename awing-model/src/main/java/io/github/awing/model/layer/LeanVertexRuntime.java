package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the vertices of this package have in common at run time: no layer, no parameters. */
abstract class LeanVertexRuntime extends BaseGraphVertex implements Freezable {

  LeanVertexRuntime(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
  }

  /** The output of the inputs, allocated with {@link #activations}. */
  abstract INDArray forward(LayerWorkspaceMgr workspaces);

  /** The gradient of every input, null where none is needed, from the output's. */
  abstract INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces);

  static INDArray activations(LayerWorkspaceMgr workspaces, INDArray like, long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATIONS, like.dataType(), shape, 'c');
  }

  static INDArray gradients(LayerWorkspaceMgr workspaces, INDArray like) {
    return workspaces.createUninitialized(
        ArrayType.ACTIVATION_GRAD, like.dataType(), like.shape(), 'c');
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!canDoForward()) {
      throw new IllegalStateException("the inputs of vertex '" + vertexName + "' are not set");
    }
    return forward(workspaces);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (epsilon == null) {
      // Before a convolution that is the first nothing learns.
      return new Pair<>(null, new INDArray[inputs.length]);
    }
    return new Pair<>(null, backward(NativeFloats.dense(epsilon), workspaces));
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException("vertex '" + vertexName + "' has no parameters");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + vertexName + ")";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
