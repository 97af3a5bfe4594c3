package io.github.awing.model.layer;

import io.github.awing.program.LayerSteps;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the steps of a vertex without parameters in Deeplearning4j. */
final class StepsVertex extends BaseGraphVertex {

  private final transient LayerPrograms programs;

  StepsVertex(ComputationGraph graph, String name, int index, DataType dataType, LayerSteps steps) {
    super(graph, name, index, null, null, dataType);
    programs = new LayerPrograms(steps, 0);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!canDoForward()) {
      throw new IllegalStateException("the inputs of vertex '" + vertexName + "' are not set");
    }
    return programs.forward(inputs, null, training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (epsilon == null) {
      // No layer before the first trained convolution needs a gradient.
      return new Pair<>(null, new INDArray[inputs.length]);
    }
    return new Pair<>(null, programs.backward(inputs, epsilon, null, null, workspaces));
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
