package io.github.awing.loss;

import io.github.awing.loss.AdaptiveWing.Evaluation;
import io.github.awing.loss.WeightedLossMap.Layout;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
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

  /** The mean loss of each face of the last backward pass, so that its score costs nothing. */
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
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    checkArrays();
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.BP_WORKING_MEM)) {
      Evaluation evaluation = weighted();
      lossesOfBackward = means(evaluation.loss());
      evaluation.gradient().muli(gradientScale(), inputGradient);
    }
    return new Pair<>(new DefaultGradient(), inputGradient);
  }

  /**
   * Deeplearning4j divides gradients by the batch size where the configuration says so; the mean
   * over everything has been divided by it already.
   */
  private double gradientScale() {
    double perPixel = layer().scale() / input.length();
    return conf.isMiniBatch() ? perPixel * input.size(0) : perPixel;
  }

  @Override
  public double computeScore(
      double regularisation, boolean training, LayerWorkspaceMgr workspaces) {
    double mean = Arrays.stream(losses(workspaces)).average().orElseThrow();
    score = layer().scale() * mean + regularisation;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularisation, LayerWorkspaceMgr workspaces) {
    double[] scores =
        Arrays.stream(losses(workspaces))
            .map(mean -> layer().scale() * mean + regularisation)
            .toArray();
    INDArray column = Nd4j.createFromArray(scores).castTo(input.dataType()).reshape(-1, 1);
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, column);
  }

  private double[] losses(LayerWorkspaceMgr workspaces) {
    if (lossesOfBackward != null) {
      return lossesOfBackward;
    }
    checkArrays();
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.FF_WORKING_MEM)) {
      return means(weighted().loss());
    }
  }

  private Evaluation weighted() {
    INDArray targets = labels.castTo(input.dataType());
    Evaluation evaluation = layer().loss().evaluate(targets, input);
    layer()
        .weightMap()
        .ifPresent(
            map -> {
              INDArray weights =
                  map.of(
                      targets, layer().getFormat() == CNN2DFormat.NCHW ? Layout.NCHW : Layout.NHWC);
              evaluation.loss().muli(weights);
              evaluation.gradient().muli(weights);
            });
    return evaluation;
  }

  /**
   * The mean of every face: short rows in the arrays' type, then those in double, since one float
   * sum over millions loses a percent.
   */
  private static double[] means(INDArray losses) {
    long faces = losses.size(0);
    long row = losses.size(3);
    double pixels = (double) losses.length() / faces;
    double[][] rows =
        losses
            .reshape(losses.length() / row, row)
            .sum(1)
            .reshape(faces, losses.length() / (faces * row))
            .castTo(DataType.DOUBLE)
            .toDoubleMatrix();
    return Arrays.stream(rows).mapToDouble(sums -> Arrays.stream(sums).sum() / pixels).toArray();
  }

  private void checkArrays() {
    assertInputSet(true);
    if (labels == null) {
      throw new IllegalStateException("the labels are not set " + layerId());
    }
    if (maskArray != null) {
      throw new UnsupportedOperationException("masks are not supported " + layerId());
    }
    if (input.rank() != 4 || !input.equalShapes(labels)) {
      throw new IllegalArgumentException(
          "predictions and labels must both be %s of one shape, but are %s and %s %s"
              .formatted(
                  layer().getFormat() == CNN2DFormat.NCHW ? "[N, C, H, W]" : "[N, H, W, C]",
                  Arrays.toString(input.shape()),
                  Arrays.toString(labels.shape()),
                  layerId()));
    }
  }
}
