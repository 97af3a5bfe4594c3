package io.github.awing.loss;

import java.io.Serializable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weighted loss map (the paper, section 4.2, equation 8): pixels in or beside the foreground have
 * the weight {@code weight} + 1, all others 1.
 *
 * <p>Foreground and its neighbourhood are the pixels where the grey dilation of the target heatmap
 * reaches the threshold. They are about a hundredth of a heatmap; without the weight, the
 * background dominates the loss. At the border the dilation uses only pixels inside the heatmap, as
 * SciPy's {@code grey_dilation} does.
 *
 * @param kernel height and width of the dilation in heatmap pixels, odd; the paper's 3
 * @param threshold value that the dilated target must reach, above 0 and up to 1; the paper's 0.2
 * @param weight addition to the weight 1, 0 or more; the paper's 10
 */
public record WeightedLossMap(
    @JsonProperty("kernel") int kernel,
    @JsonProperty("threshold") double threshold,
    @JsonProperty("weight") double weight)
    implements Serializable {

  /** The paper's values: kernel 3, threshold 0.2, weight 10. */
  public WeightedLossMap() {
    this(3, 0.2, 10);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  @JsonCreator
  public WeightedLossMap {
    check(kernel >= 1 && kernel % 2 == 1, "kernel", kernel, "odd and at least 1");
    check(threshold > 0 && threshold <= 1, "threshold", threshold, "above 0 and up to 1");
    check(weight >= 0 && Double.isFinite(weight), "weight", weight, "0 or more");
  }

  /**
   * Computes the weight of every pixel: 1 or {@code weight} + 1.
   *
   * <p>The new array comes from the current workspace, if there is one.
   *
   * @param targets heatmaps, floating point, values in 0 to 1
   * @param layout of the targets, and of the result
   * @throws IllegalArgumentException if the targets are not of rank 4, or not floating point
   */
  public INDArray of(INDArray targets, Layout layout) {
    HeatmapArrays.requireHeatmaps(targets, layout);
    INDArray map = ofWide(Widening.widened(targets), layout);
    return Widening.isNarrow(targets.dataType()) ? Widening.narrowed(map, targets.dataType()) : map;
  }

  private INDArray ofWide(INDArray targets, Layout layout) {
    INDArray map = Nd4j.createUninitialized(targets.dataType(), targets.shape(), 'c');
    // Max pooling with stride 1 is grey dilation with a flat square, also at the borders.
    int same = 1;
    Nd4j.exec(
        DynamicCustomOp.builder("maxpool2d")
            .addInputs(targets)
            .addOutputs(map)
            .addIntegerArguments(
                kernel, kernel, 1, 1, 0, 0, 1, 1, same, 0, layout == Layout.NCHW ? 0 : 1)
            .build());
    Nd4j.exec(new Step(map, map, justBelowThreshold(targets.dataType())));
    return map.muli(weight).addi(1);
  }

  /**
   * Adds the weight of every pixel to a SameDiff graph; no gradient passes through it.
   *
   * @param targets heatmaps of rank 4, floating point, values in 0 to 1
   * @param layout of the targets, and of the result
   */
  public SDVariable of(SDVariable targets, Layout layout) {
    HeatmapArrays.requireFloatingPoint(targets);
    SDVariable map = ofWide(Widening.widened(targets), layout);
    return Widening.isNarrow(targets.dataType()) ? map.castTo(targets.dataType()) : map;
  }

  private SDVariable ofWide(SDVariable targets, Layout layout) {
    Pooling2DConfig dilation =
        Pooling2DConfig.builder()
            .kH(kernel)
            .kW(kernel)
            .sH(1)
            .sW(1)
            .paddingMode(PaddingMode.SAME)
            .isNHWC(layout == Layout.NHWC)
            .build();
    SDVariable dilated = targets.getSameDiff().cnn().maxPooling2d(targets, dilation);
    return targets
        .getSameDiff()
        .math()
        .step(dilated, justBelowThreshold(targets.dataType()))
        .mul(weight)
        .add(1);
  }

  /** A step function is 1 above its cutoff, but the map includes the threshold itself. */
  private double justBelowThreshold(DataType type) {
    return type == DataType.DOUBLE ? Math.nextDown(threshold) : Math.nextDown((float) threshold);
  }

  private static void check(boolean holds, String name, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s".formatted(name, expected, value));
    }
  }
}
