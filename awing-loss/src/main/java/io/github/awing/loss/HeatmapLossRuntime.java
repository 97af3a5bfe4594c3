package io.github.awing.loss;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.CnnLossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs {@link HeatmapLossLayer}. */
final class HeatmapLossRuntime extends CnnLossLayer {

  /**
   * Loss of each face from the last backward pass, kept so that the score is not computed again.
   */
  private transient double[] lossesOfBackward;

  HeatmapLossRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private HeatmapLossLayer layer() {
    return (HeatmapLossLayer) (org.deeplearning4j.nn.conf.layers.Layer) layerConf();
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    lossesOfBackward = null;
  }

  @Override
  public void setLabels(INDArray labels) {
    super.setLabels(labels);
    lossesOfBackward = null;
  }

  @Override
  public void setMaskArray(INDArray mask) {
    // Deeplearning4j sets the mask again before it asks for the score.
    if (mask != maskArray) {
      lossesOfBackward = null;
    }
    super.setMaskArray(mask);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.BP_WORKING_MEM)) {
      lossesOfBackward = run(inputGradient);
    }
    return new Pair<>(new DefaultGradient(), inputGradient);
  }

  @Override
  public double computeScore(
      double regularisation, boolean training, LayerWorkspaceMgr workspaces) {
    double loss = Arrays.stream(losses(workspaces)).sum() * perPixel(input.length());
    score = layer().scale() * loss + regularisation;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularisation, LayerWorkspaceMgr workspaces) {
    double factor = layer().scale() * perPixel(input.length() / input.size(0));
    double[] scores =
        Arrays.stream(losses(workspaces)).map(loss -> factor * loss + regularisation).toArray();
    INDArray column =
        Nd4j.createFromArray(scores).castTo(Widening.wide(input.dataType())).reshape(-1, 1);
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, column);
  }

  private double perPixel(long pixels) {
    return layer().loss().reduction() == Reduction.MEAN ? 1.0 / pixels : 1;
  }

  private double[] losses(LayerWorkspaceMgr workspaces) {
    if (lossesOfBackward != null) {
      return lossesOfBackward;
    }
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.FF_WORKING_MEM)) {
      return run(null);
    }
  }

  /** Computes the summed loss of every face, and the gradients if an array for them is given. */
  private double[] run(INDArray gradients) {
    assertInputSet(true);
    if (labels == null) {
      throw new IllegalStateException("the labels are not set " + layerId());
    }
    HeatmapLoss loss = layer().loss();
    HeatmapBatch arrays;
    try {
      HeatmapArrays.requireNumbers("labels", labels.dataType());
      arrays = HeatmapBatch.of(labels.castTo(input.dataType()), input, maskArray, loss.layout());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " " + layerId(), e);
    }
    // Deeplearning4j divides gradients by the batch size if the configuration says so. A mean is
    // already divided by it, and a sum must not be.
    double undivided = conf.isMiniBatch() ? input.size(0) : 1;
    double scale = layer().scale() * perPixel(input.length()) * undivided;
    return loss.run(arrays, scale, gradients, null);
  }
}
