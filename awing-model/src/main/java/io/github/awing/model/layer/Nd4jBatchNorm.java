package io.github.awing.model.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link BatchNormKernel} in ND4J's operations, on whatever ND4J computes on. */
final class Nd4jBatchNorm implements BatchNormKernel {

  @Override
  public Statistics statistics(INDArray input) {
    INDArray mean = input.mean(0, 1, 2);
    INDArray deviations = input.sub(row(mean.toFloatVector()));
    return new Statistics(
        mean.toDoubleVector(), deviations.muli(deviations).mean(0, 1, 2).toDoubleVector());
  }

  @Override
  public void normalise(INDArray input, INDArray output, float[] scale, float[] offset) {
    output.assign(Transforms.relu(affine(input, scale, offset), false));
  }

  @Override
  public GradientSums gradientSums(
      INDArray input, INDArray gradient, float[] scale, float[] offset) {
    INDArray passed = passed(input, gradient, scale, offset);
    double[] sums = passed.sum(0, 1, 2).toDoubleVector();
    return new GradientSums(sums, passed.muli(input).sum(0, 1, 2).toDoubleVector());
  }

  @Override
  public void inputGradient(
      INDArray input,
      INDArray gradient,
      INDArray inputGradient,
      float[] scale,
      float[] offset,
      float[] slope,
      float[] constant,
      boolean add) {
    INDArray found =
        passed(input, gradient, scale, offset)
            .muli(row(scale))
            .addi(affine(input, slope, constant));
    if (add) {
      inputGradient.addi(found);
    } else {
      inputGradient.assign(found);
    }
  }

  private static INDArray passed(INDArray input, INDArray gradient, float[] scale, float[] offset) {
    return affine(input, scale, offset)
        .cond(Conditions.greaterThan(0))
        .castTo(DataType.FLOAT)
        .muli(gradient);
  }

  private static INDArray affine(INDArray input, float[] factor, float[] addend) {
    return input.mul(row(factor)).addi(row(addend));
  }

  private static INDArray row(float[] perChannel) {
    return Nd4j.createFromArray(perChannel).reshape(1, 1, 1, perChannel.length);
  }
}
