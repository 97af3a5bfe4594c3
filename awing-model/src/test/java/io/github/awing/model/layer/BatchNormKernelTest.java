package io.github.awing.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Our passes over native memory give what ND4J's operations give. */
class BatchNormKernelTest {

  /** Fewer and more channels than a tile has floats, a tile that is not full, many chunks. */
  @ParameterizedTest
  @CsvSource({"2, 3, 5, 7", "1, 1, 1, 16", "4, 16, 16, 64", "1, 4, 4, 700", "3, 64, 64, 8"})
  void bothAgree(int batch, int height, int width, int channels) {
    Nd4j.getRandom().setSeed(5);
    INDArray input = Nd4j.randn(DataType.FLOAT, batch, height, width, channels).addi(3);
    INDArray gradient = Nd4j.randn(DataType.FLOAT, batch, height, width, channels);
    float[] scale = numbers(channels, 1);
    float[] offset = numbers(channels, 2);
    float[] slope = numbers(channels, 3);
    float[] constant = numbers(channels, 4);
    BatchNormKernel ours = new NativeBatchNorm(channels);
    BatchNormKernel theirs = new Nd4jBatchNorm();

    assertClose(ours.statistics(input).mean(), theirs.statistics(input).mean());
    assertClose(ours.statistics(input).variance(), theirs.statistics(input).variance());

    INDArray found = input.ulike();
    INDArray expected = input.ulike();
    ours.normalise(input, found, scale, offset);
    theirs.normalise(input, expected, scale, offset);
    assertClose(found, expected);

    BatchNormKernel.GradientSums sums = ours.gradientSums(input, gradient, scale, offset);
    BatchNormKernel.GradientSums same = theirs.gradientSums(input, gradient, scale, offset);
    assertClose(sums.gradient(), same.gradient());
    assertClose(sums.gradientTimesInput(), same.gradientTimesInput());

    for (boolean add : new boolean[] {false, true}) {
      ours.inputGradient(input, gradient, found, scale, offset, slope, constant, add);
      theirs.inputGradient(input, gradient, expected, scale, offset, slope, constant, add);
      assertClose(found, expected);
    }
    // Added to itself, so what is there now is twice what was there first.
    INDArray once = input.ulike();
    ours.inputGradient(input, gradient, once, scale, offset, slope, constant, false);
    assertClose(found, once.muli(2));
  }

  private static float[] numbers(int count, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static void assertClose(double[] found, double[] expected) {
    double largest = 1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found).containsExactly(expected, within(1e-5 * largest));
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
  }
}
