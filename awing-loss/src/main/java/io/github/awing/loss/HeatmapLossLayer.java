package io.github.awing.loss;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Output layer that computes a {@link HeatmapLoss} in a Deeplearning4j network. Its input is the
 * predicted heatmaps, its labels are the target heatmaps, and it has no parameters.
 *
 * <p>The score is scale · loss. With {@link Reduction#MEAN} it is the mean over batch, channels and
 * pixels, as PyTorch's {@code mean()}. Updates follow the gradient of this score, whether or not
 * the network's configuration divides gradients by the batch size.
 *
 * <p>Predictions and labels have the same shape, [N, C, H, W] or [N, H, W, C] by the network's
 * format; labels of another type are cast to the predictions' type. A labels' mask weighs landmarks
 * or pixels, see {@link HeatmapLoss}.
 */
public final class HeatmapLossLayer extends CnnLossLayer {

  @JsonProperty private PixelLoss pixelLoss;

  /** Null if there is no weighted loss map. */
  @JsonProperty private WeightedLossMap weightMap;

  @JsonProperty private Reduction reduction;
  @JsonProperty private TargetRange targetRange;

  @JsonProperty("engine")
  private LossBackend backend;

  @JsonProperty private double scale;

  /** Used when a stored configuration is read. */
  public HeatmapLossLayer() {
    this(HeatmapLoss.paper());
  }

  /**
   * Makes a layer of scale 1.
   *
   * @throws IllegalArgumentException if the loss is not reduced
   */
  public HeatmapLossLayer(HeatmapLoss loss) {
    this(loss, 1);
  }

  /**
   * Makes a layer whose loss is scaled, to count more or less than others of the same network.
   *
   * @param loss its layout is replaced by the network's, if the network's input type defines one
   * @param scale factor of the loss, above 0
   * @throws IllegalArgumentException if the loss is not reduced, or the scale is not above 0
   */
  public HeatmapLossLayer(HeatmapLoss loss, double scale) {
    if (loss.reduction() == Reduction.NONE) {
      throw new IllegalArgumentException("the loss of an output layer must be a mean or a sum");
    }
    Positive.require("scale", scale);
    setActivationFn(new ActivationIdentity());
    setFormat(loss.layout() == Layout.NCHW ? CNN2DFormat.NCHW : CNN2DFormat.NHWC);
    pixelLoss = loss.pixelLoss();
    weightMap = loss.weightMap().orElse(null);
    reduction = loss.reduction();
    targetRange = loss.targetRange();
    backend = loss.backend();
    this.scale = scale;
  }

  /** One output layer for every stack of a network. */
  public static List<HeatmapLossLayer> ofStacks(MultiStackLoss stacks) {
    return stacks.stackWeights().stream()
        .map(weight -> new HeatmapLossLayer(stacks.loss(), weight))
        .toList();
  }

  /** The loss, in the layout of the network. */
  public HeatmapLoss loss() {
    return new HeatmapLoss(
        pixelLoss,
        Optional.ofNullable(weightMap),
        reduction,
        targetRange,
        getFormat() == CNN2DFormat.NCHW ? Layout.NCHW : Layout.NHWC,
        backend);
  }

  /** Factor of the loss, for instance a stack's weight. */
  public double scale() {
    return scale;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    HeatmapLossRuntime layer = new HeatmapLossRuntime(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialise));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeatmapLossLayer that
        && super.equals(other)
        && loss().equals(that.loss())
        && scale == that.scale;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof HeatmapLossLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), loss(), scale);
  }
}
