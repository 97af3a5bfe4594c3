package io.github.awing.loss;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Loss between whole heatmaps and their targets: a {@link PixelLoss} at every pixel, weighted by
 * the {@link WeightedLossMap} of the targets and by a mask, then reduced.
 *
 * <p>A mask weighs landmarks or pixels with values of 0 or more. [N, C] weighs landmarks, 0 where a
 * landmark is not labelled; [N, 1, H, W] (in NHWC [N, H, W, 1]) or the shape of the predictions
 * weighs pixels. Pixels of weight 0 add nothing and may hold any value, also NaN.
 *
 * <p>Heatmaps are FLOAT, DOUBLE, HALF or BFLOAT16; other types are refused. Heatmaps of 16 bits are
 * computed as floats: losses of pixels and gradients are rounded to the heatmaps' type once, at the
 * end, and limited to its largest number; a mean or a sum is a float. Gradients of a mean over many
 * pixels may be too small for HALF: below 6e-8 they are 0. Use a sum or a scaled loss there.
 *
 * @param pixelLoss loss at every pixel
 * @param weightMap weighted loss map; empty if all pixels have weight 1
 * @param reduction how the losses of the pixels are reduced
 * @param targetRange treatment of targets outside 0 to 1
 * @param layout layout of targets, predictions and results
 * @param backend implementation that computes the loss
 */
public record HeatmapLoss(
    @JsonProperty PixelLoss pixelLoss,
    Optional<WeightedLossMap> weightMap,
    @JsonProperty Reduction reduction,
    @JsonProperty TargetRange targetRange,
    @JsonProperty Layout layout,
    @JsonProperty("engine") LossBackend backend) {

  /** Checks that no part is null. */
  public HeatmapLoss {
    Objects.requireNonNull(pixelLoss, "pixelLoss");
    Objects.requireNonNull(weightMap, "weightMap");
    Objects.requireNonNull(reduction, "reduction");
    Objects.requireNonNull(targetRange, "targetRange");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(backend, "backend");
  }

  /** Reads JSON, in which a missing map is null, not an empty {@code Optional}. */
  @JsonCreator
  private static HeatmapLoss ofJson(
      @JsonProperty("pixelLoss") PixelLoss pixelLoss,
      @JsonProperty("weightMap") WeightedLossMap weightMap,
      @JsonProperty("reduction") Reduction reduction,
      @JsonProperty("targetRange") TargetRange targetRange,
      @JsonProperty("layout") Layout layout,
      @JsonProperty("engine") LossBackend backend) {
    return new HeatmapLoss(
        pixelLoss, Optional.ofNullable(weightMap), reduction, targetRange, layout, backend);
  }

  @JsonProperty("weightMap")
  private WeightedLossMap weightMapOrNull() {
    return weightMap.orElse(null);
  }

  /** The paper's loss: Adaptive Wing with the weighted loss map, the mean over NCHW heatmaps. */
  public static HeatmapLoss paper() {
    return new Builder(new AdaptiveWing()).weightMap(new WeightedLossMap()).build();
  }

  /**
   * Computes loss and gradient.
   *
   * <p>New arrays come from the current workspace, if there is one.
   *
   * @param targets heatmaps of rank 4 as the layout says, floating point, values in 0 to 1
   * @param predictions of the same shape and type
   * @return the loss: a scalar, or one value for every pixel for {@link Reduction#NONE}
   * @throws IllegalArgumentException if shapes, types or the targets' range are wrong
   */
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return evaluate(HeatmapBatch.of(targets, predictions, null, layout));
  }

  /**
   * Computes loss and gradient weighted by a mask. A mean still divides by the number of all
   * pixels.
   *
   * @param mask see the class comment; of any numeric type
   */
  public LossAndGradient evaluate(INDArray targets, INDArray predictions, INDArray mask) {
    Objects.requireNonNull(mask, "mask");
    return evaluate(HeatmapBatch.of(targets, predictions, mask, layout));
  }

  private LossAndGradient evaluate(HeatmapBatch arrays) {
    INDArray predictions = arrays.predictions();
    DataType type = predictions.dataType();
    INDArray gradients = Nd4j.createUninitialized(type, predictions.shape(), 'c');
    if (reduction == Reduction.NONE) {
      INDArray losses = Nd4j.createUninitialized(type, predictions.shape(), 'c');
      run(arrays, 1, gradients, losses);
      return new LossAndGradient(losses, gradients);
    }
    double scale = reduction == Reduction.MEAN ? 1.0 / predictions.length() : 1;
    double sum = Arrays.stream(run(arrays, scale, gradients, null)).sum();
    return new LossAndGradient(Nd4j.scalar(Widening.wide(type), sum * scale), gradients);
  }

  /**
   * Computes the loss of every face and its gradient into existing memory, for callers that compute
   * the loss in parts on threads of their own.
   *
   * @param mask see the class comment; null for weight 1 everywhere
   * @param gradientScale factor of the gradients of the pixels' losses
   * @param gradients written by this method, dense in C order, of the predictions' shape and type
   * @param threads largest number of threads, at least 1
   * @return the sum of the losses of every face's pixels, neither reduced nor scaled
   * @throws IllegalArgumentException if an array's shape or type, or the targets' range, is wrong
   */
  public double[] evaluateFaces(
      INDArray targets,
      INDArray predictions,
      INDArray mask,
      double gradientScale,
      INDArray gradients,
      int threads) {
    HeatmapBatch arrays = HeatmapBatch.of(targets, predictions, mask, layout);
    if (!gradients.equalShapes(predictions) || gradients.dataType() != predictions.dataType()) {
      throw new IllegalArgumentException(
          "gradients of predictions %s %s cannot be put into %s %s"
              .formatted(
                  predictions.dataType(),
                  Arrays.toString(predictions.shape()),
                  gradients.dataType(),
                  Arrays.toString(gradients.shape())));
    }
    return run(arrays, gradientScale, gradients, null, threads);
  }

  /** Runs {@link HeatmapPass#run} on arrays of any floating type. */
  double[] run(HeatmapBatch arrays, double gradientScale, INDArray gradients, INDArray losses) {
    return run(
        arrays, gradientScale, gradients, losses, Runtime.getRuntime().availableProcessors());
  }

  private double[] run(
      HeatmapBatch arrays, double gradientScale, INDArray gradients, INDArray losses, int threads) {
    HeatmapBatch wide = arrays.widened();
    HeatmapPass pass =
        backend.isFusedFor(wide.predictions()) ? new FusedPass(threads) : new Nd4jPass();
    INDArray wideGradients = wideFor(gradients);
    INDArray wideLosses = wideFor(losses);
    double[] sums = pass.run(this, wide, gradientScale, wideGradients, wideLosses);
    narrow(wideGradients, gradients);
    narrow(wideLosses, losses);
    return sums;
  }

  /** An array to compute into: the given array itself, or floats if it is narrow. */
  private static INDArray wideFor(INDArray array) {
    return array == null || !Widening.isNarrow(array.dataType())
        ? array
        : Nd4j.createUninitialized(Widening.wide(array.dataType()), array.shape(), 'c');
  }

  private static void narrow(INDArray wide, INDArray array) {
    if (wide != array) {
      array.assign(Widening.narrowed(wide, array.dataType()));
    }
  }

  /**
   * Adds the loss to a SameDiff graph, made of the graph's own operations, so that it can be
   * differentiated, trained and saved with the graph. Targets outside 0 to 1 are moved into that
   * range.
   *
   * @param targets a placeholder or constant of rank 4
   * @param predictions of the same graph, shape and type
   * @return a scalar, or the losses of all pixels for {@link Reduction#NONE}; floats for
   *     predictions of 16 bits
   * @throws IllegalArgumentException if types differ, or are not floating point
   */
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return reduced(weighted(targets, predictions));
  }

  /**
   * Adds the loss weighted by a mask to a SameDiff graph.
   *
   * @param mask see the class comment; of any numeric type and known rank. It is a factor: unlike
   *     on arrays, pixels that it hides must be finite
   * @throws IllegalArgumentException if the mask's rank is not known, or neither 2 nor 4
   */
  public SDVariable loss(SDVariable targets, SDVariable predictions, SDVariable mask) {
    int rank = mask.getShape() == null ? -1 : mask.getShape().length;
    if (rank != 2 && rank != 4) {
      throw new IllegalArgumentException(
          "the mask %s must be of rank 2 or 4, but is of %s"
              .formatted(mask.name(), rank < 0 ? "an unknown one" : rank));
    }
    HeatmapArrays.requireNumbers("the mask " + mask.name(), mask.dataType());
    SDVariable losses = weighted(targets, predictions);
    SDVariable overPixels = rank == 2 ? layout.overPixels(mask) : mask;
    SDVariable shown =
        mask.dataType() == losses.dataType() ? overPixels : overPixels.castTo(losses.dataType());
    return reduced(losses.mul(shown));
  }

  /** Losses of all pixels, as floats if the predictions have 16 bits. */
  private SDVariable weighted(SDVariable targets, SDVariable predictions) {
    HeatmapArrays.requireAlike(targets, predictions);
    SDVariable wide = Widening.widened(targets);
    SDVariable inRange = wide.getSameDiff().math().clipByValue(wide, 0, 1);
    SDVariable losses = pixelLoss.loss(inRange, Widening.widened(predictions));
    return weightMap.map(map -> losses.mul(map.of(inRange, layout))).orElse(losses);
  }

  private SDVariable reduced(SDVariable losses) {
    // Summed axis by axis: one float sum over millions of pixels loses a percent. The last two axes
    // are summed at once, as SameDiff cannot reduce one axis of [1, n] or [n, 1].
    return switch (reduction) {
      case MEAN -> losses.mean(3).mean(2).mean();
      case SUM -> losses.sum(3).sum(2).sum();
      case NONE -> losses;
    };
  }

  /** Builds a loss. The loss of a pixel is required; the other settings have defaults. */
  public static final class Builder {

    private final PixelLoss pixelLoss;
    private Optional<WeightedLossMap> weightMap = Optional.empty();
    private Reduction reduction = Reduction.MEAN;
    private TargetRange targetRange = TargetRange.REFUSE;
    private Layout layout = Layout.NCHW;
    private LossBackend backend = LossBackend.AUTOMATIC;

    /**
     * Starts with no weighted loss map, the mean, targets outside 0 to 1 refused, NCHW, and the
     * automatic choice of the backend.
     */
    public Builder(PixelLoss pixelLoss) {
      this.pixelLoss = Objects.requireNonNull(pixelLoss, "pixelLoss");
    }

    /** Weighs the pixels by a map computed from the targets. */
    public Builder weightMap(WeightedLossMap weightMap) {
      this.weightMap = Optional.of(weightMap);
      return this;
    }

    /** Sets how the losses of the pixels are reduced. */
    public Builder reduction(Reduction reduction) {
      this.reduction = reduction;
      return this;
    }

    /** Sets the treatment of targets outside 0 to 1. */
    public Builder targetRange(TargetRange targetRange) {
      this.targetRange = targetRange;
      return this;
    }

    /** Sets the layout of targets and predictions. */
    public Builder layout(Layout layout) {
      this.layout = layout;
      return this;
    }

    /** Sets the implementation that computes the loss. */
    public Builder backend(LossBackend backend) {
      this.backend = backend;
      return this;
    }

    /** Builds the loss. */
    public HeatmapLoss build() {
      return new HeatmapLoss(pixelLoss, weightMap, reduction, targetRange, layout, backend);
    }
  }
}
