package io.github.awing.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** By ND4J's operations: every backend and floating type. */
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
    INDArray mask =
        arrays.mask() == null
            ? null
            : Nd4j.createUninitialized(predictions.dataType(), predictions.shape(), 'c')
                .assign(arrays.maskOverPixels(layout).broadcast(predictions.shape()));
    INDArray hidden = mask == null ? null : mask.eq(0);
    INDArray targets = inRange(arrays.targets(), hidden, loss.targetRange());

    Evaluation evaluation = loss.pixelLoss().evaluate(targets, predictions);
    INDArray pixels = clamped(evaluation.loss(), 0, MOST);
    INDArray slopes = clamped(evaluation.gradient(), -MOST, MOST);
    if (loss.weightMap().isPresent()) {
      INDArray weights = loss.weightMap().get().of(targets, layout);
      pixels.muli(weights);
      slopes.muli(weights);
    }
    if (mask != null) {
      pixels = shown(pixels.muli(mask), hidden);
      slopes = shown(slopes.muli(mask), hidden);
    }
    if (gradients != null) {
      slopes.muli(gradientScale, gradients);
    }
    if (losses != null) {
      losses.assign(pixels);
    }
    return sums(pixels);
  }

  private static INDArray inRange(INDArray targets, INDArray hidden, TargetRange range) {
    if (range == TargetRange.REFUSE) {
      INDArray looked = hidden == null ? targets : shown(targets, hidden);
      double least = looked.minNumber().doubleValue();
      double greatest = looked.maxNumber().doubleValue();
      if (TargetRange.isBeyond(least) || TargetRange.isBeyond(greatest)) {
        throw TargetRange.refusal(least, greatest);
      }
    }
    return clamped(targets, 0, 1);
  }

  /** NaN stays NaN. */
  private static INDArray clamped(INDArray values, double least, double most) {
    INDArray clamped = HeatmapArrays.like(values);
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(values)
            .addOutputs(clamped)
            .addFloatingPointArguments(least, most)
            .build());
    return clamped;
  }

  /** Zero where a pixel is hidden: whatever it holds, be it NaN. */
  private static INDArray shown(INDArray pixels, INDArray hidden) {
    INDArray shown = HeatmapArrays.like(pixels);
    Nd4j.exec(
        DynamicCustomOp.builder("select")
            .addInputs(hidden, Nd4j.zerosLike(pixels), pixels)
            .addOutputs(shown)
            .build());
    return shown;
  }

  /**
   * The sum of every face: short rows in the arrays' type, then those in double, since one float
   * sum over millions loses a percent.
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
