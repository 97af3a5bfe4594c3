package io.github.awing.model;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's updater, which works on the views of its gradients that it already has. M2.1
 * takes a graph's own gradients for another graph's, as it compares the array with a view of it,
 * and makes some thousand views anew at every step.
 *
 * <p>For graphs whose loss is a mean over the batch already, and without Deeplearning4j's gradient
 * normalisation: the steps between that divide and clip are left out.
 */
final class OwnGradientUpdater extends ComputationGraphUpdater {

  /** What the views look at. The graph may make itself another array of gradients later. */
  private final INDArray viewed;

  OwnGradientUpdater(ComputationGraph graph) {
    super(graph);
    viewed = graph.getFlattenedGradients();
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    if (!isOwn(gradient)) {
      super.update(gradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    for (UpdaterBlock block : updaterBlocks) {
      try (MemoryWorkspace scope = workspaces.notifyScopeEntered(ArrayType.UPDATER_WORKING_MEM)) {
        block.update(iteration, epoch);
      }
    }
  }

  private boolean isOwn(Gradient gradient) {
    return gradient.gradient().data().address() == viewed.data().address();
  }
}
