package io.github.awing.loss;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Loss function that computes a {@link HeatmapLoss} in Deeplearning4j's {@code CnnLossLayer}.
 * {@link HeatmapLossLayer} does the same without the restrictions below; prefer it where the layer
 * can be replaced.
 *
 * <p>{@code CnnLossLayer} turns heatmaps into rows [N·H·W, C], adds up their losses and divides by
 * N. This function therefore multiplies with scale / (H · W · C), so that scale 1 gives the mean
 * over batch, channels and pixels. It needs H and W to find the neighbours of a pixel for the
 * weighted loss map. It supports NCHW only: in NHWC, Deeplearning4j 1.0.0-M2.1's {@code
 * CnnLossLayer} makes rows of the wrong axes when it computes a score, whatever the loss function.
 *
 * <p>A mask is [rows, 1] or [rows, C], as {@code CnnLossLayer} makes it.
 */
public final class HeatmapLossFunction implements ILossFunction {

  @JsonProperty private final PixelLoss pixelLoss;

  /** Null if there is no weighted loss map. */
  @JsonProperty private final WeightedLossMap weightMap;

  @JsonProperty private final TargetRange targetRange;

  @JsonProperty("engine")
  private final LossBackend backend;

  @JsonProperty private final int height;
  @JsonProperty private final int width;
  @JsonProperty private final double scale;

  /**
   * Makes the function.
   *
   * @param loss a mean; its layout is ignored
   * @param height of a heatmap in pixels
   * @param width of a heatmap in pixels
   * @param scale factor of the mean, above 0
   * @throws IllegalArgumentException if the loss is not a mean, or a number is not above 0
   */
  public HeatmapLossFunction(HeatmapLoss loss, int height, int width, double scale) {
    this(
        loss.pixelLoss(),
        loss.weightMap().orElse(null),
        loss.targetRange(),
        loss.backend(),
        height,
        width,
        scale);
    if (loss.reduction() != Reduction.MEAN) {
      throw new IllegalArgumentException("the loss must be a mean, but is a " + loss.reduction());
    }
  }

  @JsonCreator
  private HeatmapLossFunction(
      @JsonProperty("pixelLoss") PixelLoss pixelLoss,
      @JsonProperty("weightMap") WeightedLossMap weightMap,
      @JsonProperty("targetRange") TargetRange targetRange,
      @JsonProperty("engine") LossBackend backend,
      @JsonProperty("height") int height,
      @JsonProperty("width") int width,
      @JsonProperty("scale") double scale) {
    this.pixelLoss = Objects.requireNonNull(pixelLoss, "pixelLoss");
    this.weightMap = weightMap;
    this.targetRange = Objects.requireNonNull(targetRange, "targetRange");
    this.backend = Objects.requireNonNull(backend, "backend");
    this.height = height;
    this.width = width;
    this.scale = scale;
    Positive.require("height", height);
    Positive.require("width", width);
    Positive.require("scale", scale);
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    INDArray output = activation.getActivation(preOutput.dup(), true);
    double sum = Arrays.stream(run(labels, output, mask, null, null)).sum();
    double score = sum * perRow(output);
    return average ? score / faces(output) : score;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray output = activation.getActivation(preOutput.dup(), true);
    INDArray losses = rows(output, Widening.wide(output.dataType()));
    run(labels, output, mask, null, losses);
    return losses.sum(true, 1).muli(perRow(output));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray output = activation.getActivation(preOutput.dup(), true);
    INDArray gradients = rows(output, output.dataType());
    run(labels, output, mask, gradients, null);
    return activation.backprop(preOutput.dup(), gradients).getFirst();
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  private double[] run(
      INDArray labels, INDArray output, INDArray mask, INDArray gradients, INDArray losses) {
    HeatmapArrays.requireNumbers("labels", labels.dataType());
    HeatmapArrays.requireAlike(labels.castTo(output.dataType()), output);
    if (output.rank() != 2 || output.size(0) % ((long) height * width) != 0) {
      throw new IllegalArgumentException(
          "heatmaps of %d x %d are rows [N * %d, C], but these have the shape %s"
              .formatted(height, width, height * width, Arrays.toString(output.shape())));
    }
    HeatmapLoss loss =
        new HeatmapLoss(
            pixelLoss,
            Optional.ofNullable(weightMap),
            Reduction.MEAN,
            targetRange,
            Layout.NHWC,
            backend);
    HeatmapBatch arrays =
        HeatmapBatch.of(
            heatmaps(labels.castTo(output.dataType())),
            heatmaps(output),
            mask == null ? null : heatmaps(mask),
            Layout.NHWC);
    return loss.run(
        arrays,
        perRow(output),
        gradients == null ? null : heatmaps(gradients),
        losses == null ? null : heatmaps(losses));
  }

  private INDArray heatmaps(INDArray rows) {
    return rows.reshape('c', faces(rows), height, width, rows.size(1));
  }

  private long faces(INDArray rows) {
    return rows.size(0) / ((long) height * width);
  }

  private double perRow(INDArray output) {
    return scale / ((double) height * width * output.size(1));
  }

  private static INDArray rows(INDArray output, DataType type) {
    return Nd4j.createUninitialized(type, output.shape(), 'c');
  }

  @Override
  public String name() {
    return "HeatmapLossFunction";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeatmapLossFunction that
        && pixelLoss.equals(that.pixelLoss)
        && Objects.equals(weightMap, that.weightMap)
        && targetRange == that.targetRange
        && backend == that.backend
        && height == that.height
        && width == that.width
        && scale == that.scale;
  }

  @Override
  public int hashCode() {
    return Objects.hash(pixelLoss, weightMap, targetRange, backend, height, width, scale);
  }

  @Override
  public String toString() {
    return "HeatmapLossFunction(%s, %s, %d x %d, scale %s)"
        .formatted(pixelLoss, weightMap, height, width, scale);
  }
}
