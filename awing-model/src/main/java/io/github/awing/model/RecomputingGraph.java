package io.github.awing.model;

import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j graph that can be told to recompute its activations in the backward pass. All
 * else of a step, from the solver to the listeners, is Deeplearning4j's.
 */
final class RecomputingGraph extends ComputationGraph {

  private static final long serialVersionUID = 1L;

  /** Null as long as the activations are kept. */
  private transient Set<String> partEnds;

  /** Deeplearning4j has them too, but shows them to nobody. */
  private transient INDArray[] labels;

  RecomputingGraph(ComputationGraphConfiguration configuration) {
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
    if (partEnds == null) {
      super.computeGradientAndScore();
      return;
    }
    synchronizeIterEpochCounts();
    if (flattenedGradients == null) {
      initGradientsView();
    }
    new RecomputedPass(this, partEnds, labels).run();
  }
}
