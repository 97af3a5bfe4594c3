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
 * The loss between whole heatmaps and their targets: a {@link PixelLoss} at every pixel, weighted
 * by the {@link WeightedLossMap} of the targets and by a mask, then reduced.
 *
 * <p>A mask says what counts: [N, C] for landmarks, 0 where one is not labelled; [N, 1, H, W] (in
 * NHWC [N, H, W, 1]) or the shape of the predictions for pixels. Any value of 0 or more weighs;
 * what has weight 0 adds nothing and may hold anything, be it NaN.
 *
 * <p>Heatmaps are FLOAT, DOUBLE, HALF or BFLOAT16; all else is refused. Those of 16 bits are
 * computed as floats: losses of pixels and gradients are rounded to their type once, at the end,
 * and are the largest number of it where they would be beyond it; a mean or a sum is a float.
 * Gradients of a mean over many pixels may be too small for HALF (below 6e-8 they are 0): a sum's,
 * or a scaled loss's, are not.
 *
 * @param pixelLoss at every pixel
 * @param weightMap empty if all pixels weigh alike
 * @param reduction what becomes of the losses of the pixels
 * @param targetRange what is done with targets outside 0 to 1
 * @param layout of targets, predictions and results
 * @param backend by what means it is computed
 */
public record HeatmapLoss(
    @JsonProperty PixelLoss pixelLoss,
    Optional<WeightedLossMap> weightMap,
    @JsonProperty Reduction reduction,
    @JsonProperty TargetRange targetRange,
    @JsonProperty Layout layout,
    @JsonProperty("engine") LossBackend backend) {

  /** Checks that nothing is null. */
  public HeatmapLoss {
    Objects.requireNonNull(pixelLoss, "pixelLoss");
    Objects.requireNonNull(weightMap, "weightMap");
    Objects.requireNonNull(reduction, "reduction");
    Objects.requireNonNull(targetRange, "targetRange");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(backend, "backend");
  }

  /** JSON has no map where there is none, not an empty one. */
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

  /** The paper's: Adaptive Wing with the weighted loss map, the mean of NCHW heatmaps. */
  public static HeatmapLoss paper() {
    return new Builder(new AdaptiveWing()).weightMap(new WeightedLossMap()).build();
  }

  /**
   * Loss and gradient.
   *
   * <p>New arrays come from the current workspace, if there is one.
   *
   * @param targets heatmaps of rank 4 as the layout says, floating point, values in 0 to 1
   * @param predictions of the same shape and type
   * @return the loss: a scalar, or of every pixel for {@link Reduction#NONE}
   * @throws IllegalArgumentException if shapes, types or targets are not as they should be
   */
  public LossAndGradient evaluate(INDArray targets, INDArray predictions) {
    return evaluate(HeatmapBatch.of(targets, predictions, null, layout));
  }

  /**
   * Loss and gradient of what a mask shows. The mean is still that over everything.
   *
   * @param mask see above; of any numeric type
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
   * Loss of every face and its gradient, into memory that is there: for who computes it part by
   * part, on threads of their own.
   *
   * @param mask see above, or null if all counts
   * @param gradientScale what gradients of the pixels' losses are multiplied with
   * @param gradients to be filled, dense in C order, of the predictions' shape and type
   * @param threads the most that take part, at least 1
   * @return the sum of the losses of every face's pixels, neither reduced nor scaled
   * @throws IllegalArgumentException if an array is not as it should be
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

  /** See {@link HeatmapPass#run}; on arrays of any floating type. */
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

  /** Where a pass writes what an array is to hold: the array itself, unless it is narrow. */
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
   * The loss as part of a SameDiff graph, made of its own operations: it differentiates, trains,
   * and is saved with the graph like any other. Targets outside 0 to 1 are moved into it.
   *
   * @param targets a placeholder or constant of rank 4
   * @param predictions of the same graph, shape and type
   * @return a scalar, or the losses of all pixels for {@link Reduction#NONE}; floats for
   *     predictions of 16 bits
   * @throws IllegalArgumentException if types differ, or are no floating point
   */
  public SDVariable loss(SDVariable targets, SDVariable predictions) {
    return reduced(weighted(targets, predictions));
  }

  /**
   * The loss of what a mask shows, as part of a SameDiff graph.
   *
   * @param mask see above; of any numeric type, with a rank that is known. It multiplies: unlike on
   *     arrays, what it hides must be finite
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

  /** The losses of all pixels, as floats where the predictions have 16 bits. */
  private SDVariable weighted(SDVariable targets, SDVariable predictions) {
    HeatmapArrays.requireAlike(targets, predictions);
    SDVariable wide = Widening.widened(targets);
    SDVariable inRange = wide.getSameDiff().math().clipByValue(wide, 0, 1);
    SDVariable losses = pixelLoss.loss(inRange, Widening.widened(predictions));
    return weightMap.map(map -> losses.mul(map.of(inRange, layout))).orElse(losses);
  }

  private SDVariable reduced(SDVariable losses) {
    // Axis by axis: one float sum over millions of pixels loses a percent. But the last two at
    // once:
    // SameDiff cannot reduce one axis of [1, n] or [n, 1].
    return switch (reduction) {
      case MEAN -> losses.mean(3).mean(2).mean();
      case SUM -> losses.sum(3).sum(2).sum();
      case NONE -> losses;
    };
  }

  /** Makes the loss: that of a pixel must be given, all else may be. */
  public static final class Builder {

    private final PixelLoss pixelLoss;
    private Optional<WeightedLossMap> weightMap = Optional.empty();
    private Reduction reduction = Reduction.MEAN;
    private TargetRange targetRange = TargetRange.REFUSE;
    private Layout layout = Layout.NCHW;
    private LossBackend backend = LossBackend.AUTOMATIC;

    /**
     * Starts with no weighted loss map, the mean, targets outside 0 to 1 refused, NCHW, and the
     * backend chosen by itself.
     */
    public Builder(PixelLoss pixelLoss) {
      this.pixelLoss = Objects.requireNonNull(pixelLoss, "pixelLoss");
    }

    /** Weighs the pixels by this map of the targets. */
    public Builder weightMap(WeightedLossMap weightMap) {
      this.weightMap = Optional.of(weightMap);
      return this;
    }

    /** What becomes of the losses of the pixels. */
    public Builder reduction(Reduction reduction) {
      this.reduction = reduction;
      return this;
    }

    /** What is done with targets outside 0 to 1. */
    public Builder targetRange(TargetRange targetRange) {
      this.targetRange = targetRange;
      return this;
    }

    /** The layout of targets and predictions. */
    public Builder layout(Layout layout) {
      this.layout = layout;
      return this;
    }

    /** Forces a means of computing. */
    public Builder backend(LossBackend backend) {
      this.backend = backend;
      return this;
    }

    /** The loss. */
    public HeatmapLoss build() {
      return new HeatmapLoss(pixelLoss, weightMap, reduction, targetRange, layout, backend);
    }
  }
}
