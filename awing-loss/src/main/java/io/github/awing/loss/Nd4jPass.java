package io.github.awing.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes the loss by ND4J's operations, for every backend and floating type. */
record Nd4jPass() implements HeatmapPass {

  @Override
  public double[] run(
      HeatmapLoss loss,
      HeatmapBatch arrays,
      double gradientScale,
      INDArray gradients,
      INDArray losses) {
    Layout layout = loss.layout();
    INDArray predictions = arrays.predictions();
    if (loss.targetRange() == TargetRange.REFUSE) {
      arrays.requireTargetsInRange(layout);
    }
    INDArray targets = HeatmapArrays.clamped(arrays.targets(), 0, 1);

    LossAndGradient evaluation = loss.pixelLoss().evaluate(targets, predictions);
    INDArray pixels = HeatmapArrays.clamped(evaluation.loss(), 0, MOST);
    INDArray slopes = HeatmapArrays.clamped(evaluation.gradient(), -MOST, MOST);
    if (loss.weightMap().isPresent()) {
      INDArray weights = loss.weightMap().get().of(targets, layout);
      pixels.muli(weights);
      slopes.muli(weights);
    }
    if (arrays.mask() != null) {
      INDArray mask = arrays.maskOfPixels(layout);
      pixels = HeatmapArrays.shown(pixels.muli(mask), mask);
      slopes = HeatmapArrays.shown(slopes.muli(mask), mask);
    }
    if (gradients != null) {
      slopes.muli(gradientScale, gradients);
    }
    if (losses != null) {
      losses.assign(pixels);
    }
    return sums(pixels);
  }

  /**
   * Sums the losses of every face: rows in the arrays' type, then the rows' sums in double, since
   * one float sum over millions loses a percent.
   */
  private static double[] sums(INDArray losses) {
    long faces = losses.size(0);
    long row = losses.size(3);
    double[][] rows =
        losses
            .reshape(losses.length() / row, row)
            .sum(1)
            .reshape(faces, losses.length() / (faces * row))
            .castTo(DataType.DOUBLE)
            .toDoubleMatrix();
    return Arrays.stream(rows).mapToDouble(sums -> Arrays.stream(sums).sum()).toArray();
  }
}
