package io.github.awing.train;

import io.github.awing.model.HourglassNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * One step of the optimiser: the gradients of one batch or the mean of several, shortened if they
 * are too long, then Deeplearning4j's own step.
 */
final class TrainingStep implements Fitting {

  private final ComputationGraph graph;
  private final int accumulate;
  private final double gradientClip;

  /** The gradients of the batches before the last, added up. */
  private INDArray sum;

  private int summed;

  /**
   * For a graph.
   *
   * @param accumulate batches in a step, at least 1
   * @param gradientClip the longest that the gradient may be, 0 for no limit
   */
  TrainingStep(ComputationGraph graph, int accumulate, double gradientClip) {
    this.graph = graph;
    this.accumulate = accumulate;
    this.gradientClip = gradientClip;
    if (accumulate > 1 || gradientClip > 0) {
      List<TrainingListener> listeners = new ArrayList<>(graph.getListeners());
      listeners.add(0, new BeforeUpdate());
      graph.setListeners(listeners);
    }
  }

  /** Between backward pass and updater, where Deeplearning4j lets others look at the gradients. */
  private final class BeforeUpdate extends BaseTrainingListener {
    @Override
    public void onGradientCalculation(Model model) {
      INDArray gradients = graph.getFlattenedGradients();
      if (summed > 0) {
        gradients.addi(sum).divi(summed + 1);
      }
      if (gradientClip > 0) {
        clip();
      }
    }
  }

  @Override
  public void fit(MultiDataSetIterator batches, DoubleConsumer afterStep) {
    while (batches.hasNext()) {
      afterStep.accept(take(batches));
    }
  }

  /**
   * Takes a step.
   *
   * @param batches that has at least one more; at its end a step may have fewer than it should
   * @return the mean loss of the batches
   */
  double take(MultiDataSetIterator batches) {
    summed = 0;
    double loss = 0;
    MultiDataSet batch = batches.next();
    while (summed + 1 < accumulate && batches.hasNext()) {
      loss += gradients(batch);
      batch = batches.next();
    }
    graph.fit(batch);
    return (loss + graph.score()) / (summed + 1);
  }

  private double gradients(MultiDataSet batch) {
    if (sum == null) {
      if (graph.getFlattenedGradients() == null) {
        graph.initGradientsView();
      }
      sum = graph.getFlattenedGradients().like();
    }
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.setLayerMaskArrays(null, batch.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    graph.clearLayerMaskArrays();
    INDArray gradients = graph.getFlattenedGradients();
    if (summed == 0) {
      sum.assign(gradients);
    } else {
      sum.addi(gradients);
    }
    summed++;
    return graph.score();
  }

  /** What moves running statistics is no gradient: it is neither measured nor shortened. */
  private void clip() {
    List<INDArray> gradients =
        graph.gradient().gradientForVariable().entrySet().stream()
            .filter(entry -> !HourglassNetwork.isRunningStatistic(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    double squares =
        gradients.stream().mapToDouble(g -> Math.pow(g.norm2Number().doubleValue(), 2)).sum();
    double length = Math.sqrt(squares);
    if (length > gradientClip) {
      gradients.forEach(gradient -> gradient.muli(gradientClip / length));
    }
  }
}
