package io.github.awing.loss;

import java.util.Collection;
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
 * Adaptive Wing loss as the output layer of a Deeplearning4j network: predictions in are the
 * heatmaps themselves, labels are the target heatmaps, and there are no parameters.
 *
 * <p>The score is scale · mean(weight · loss), the mean over everything: batch, channels and
 * pixels, as PyTorch's {@code mean()}; the weights are the weighted loss map of the labels, if
 * there is one. An update moves the network by the gradient of that very mean, whether or not its
 * configuration is set to divide by the batch.
 *
 * <p>Predictions and labels have the same shape, [N, C, H, W] or [N, H, W, C] as the network's
 * format is; labels of another type are cast to that of the predictions. Masks are refused.
 */
public class HeatmapLossLayer extends CnnLossLayer {

  @JsonProperty private double omega;
  @JsonProperty private double theta;
  @JsonProperty private double epsilon;
  @JsonProperty private double alpha;

  /** 0 where there is no weighted loss map. */
  @JsonProperty private int mapKernel;

  @JsonProperty private double mapThreshold;
  @JsonProperty private double mapWeight;
  @JsonProperty private double scale;

  /** For reading a stored configuration. */
  public HeatmapLossLayer() {
    this(new Builder(new AdaptiveWing()));
  }

  private HeatmapLossLayer(Builder builder) {
    setActivationFn(new ActivationIdentity());
    setFormat(builder.format);
    omega = builder.loss.omega();
    theta = builder.loss.theta();
    epsilon = builder.loss.epsilon();
    alpha = builder.loss.alpha();
    builder.map.ifPresent(
        map -> {
          mapKernel = map.kernel();
          mapThreshold = map.threshold();
          mapWeight = map.weight();
        });
    scale = builder.scale;
  }

  /** The loss of a pixel. */
  public AdaptiveWing loss() {
    return new AdaptiveWing(omega, theta, epsilon, alpha);
  }

  /** The weighted loss map; empty if all pixels weigh alike. */
  public Optional<WeightedLossMap> weightMap() {
    return mapKernel == 0
        ? Optional.empty()
        : Optional.of(new WeightedLossMap(mapKernel, mapThreshold, mapWeight));
  }

  /** What the mean is multiplied with, for instance a stack's weight. */
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
        && weightMap().equals(that.weightMap())
        && scale == that.scale;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof HeatmapLossLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), loss(), weightMap(), scale);
  }

  /** Makes the layer: the loss must be given, all else may be. */
  public static final class Builder {

    private final AdaptiveWing loss;
    private Optional<WeightedLossMap> map = Optional.empty();
    private CNN2DFormat format = CNN2DFormat.NCHW;
    private double scale = 1;

    /** Starts with a loss, no weighted loss map, NCHW and scale 1. */
    public Builder(AdaptiveWing loss) {
      this.loss = Objects.requireNonNull(loss, "loss");
    }

    /** Weighs the pixels by this map of the labels. */
    public Builder weightMap(WeightedLossMap map) {
      this.map = Optional.of(map);
      return this;
    }

    /** The layout of predictions and labels, where the network's input type does not tell it. */
    public Builder format(CNN2DFormat format) {
      this.format = Objects.requireNonNull(format, "format");
      return this;
    }

    /**
     * What the mean is multiplied with, for instance a stack's weight.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public Builder scale(double scale) {
      if (!(scale > 0 && Double.isFinite(scale))) {
        throw new IllegalArgumentException("scale must be finite and above 0, but is " + scale);
      }
      this.scale = scale;
      return this;
    }

    /** The layer. */
    public HeatmapLossLayer build() {
      return new HeatmapLossLayer(this);
    }
  }
}
