package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j graph whose forward and backward pass are our own: they take less memory, and
 * can recompute activations instead of keeping them. All else of a step, from the solver to the
 * listeners, is Deeplearning4j's.
 */
final class PartwiseGraph extends ComputationGraph {

  private static final long serialVersionUID = 1L;

  /** Names of the vertices with which parts end; without any, nothing is recomputed. */
  private transient Set<String> partEnds = Set.of();

  /** Deeplearning4j has them too, but shows them to nobody. */
  private transient INDArray[] labels;

  PartwiseGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  /**
   * From now on only one part's activations are in memory at a time.
   *
   * @param ends names of the vertices with which the parts end
   */
  void recompute(Set<String> ends) {
    partEnds = Set.copyOf(ends);
  }

  @Override
  public void setLabels(INDArray... labels) {
    super.setLabels(labels);
    this.labels = labels;
  }

  @Override
  public void setLabel(int output, INDArray label) {
    super.setLabel(output, label);
    if (labels == null) {
      labels = new INDArray[getNumOutputArrays()];
    }
    labels[output] = label;
  }

  @Override
  public void computeGradientAndScore() {
    // How its workspaces do on a GPU nobody has seen.
    if (partEnds.isEmpty() && !NativeFloats.areReachable()) {
      super.computeGradientAndScore();
      return;
    }
    synchronizeIterEpochCounts();
    if (flattenedGradients == null) {
      initGradientsView();
    }
    new PartwisePass(this, partEnds, labels).run();
  }
}
