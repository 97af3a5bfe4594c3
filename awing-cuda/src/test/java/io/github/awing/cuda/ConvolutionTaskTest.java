package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.cuda.ConvolutionTask.Pass;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.Test;

class ConvolutionTaskTest {

  /** A task of two faces, 6 channels of 256 x 256 pixels to 64 of 128 x 128, by 7 x 7 pixels. */
  private static ConvolutionTask task(Pass pass) {
    return new ConvolutionTask(pass, Precision.BFLOAT16, 2, 256, 256, 6, 64, 7, 2, 3, false, false);
  }

  @Test
  void computesTheSizesOfItsOperands() {
    long input = 2 * 256 * 256 * 6;
    long weights = 64 * 7 * 7 * 6;
    long output = 2 * 128 * 128 * 64;
    assertThat(sizes(task(Pass.FORWARD))).containsExactly(input, weights, output);
    assertThat(sizes(task(Pass.INPUT_GRADIENT))).containsExactly(weights, output, input);
    assertThat(sizes(task(Pass.WEIGHT_GRADIENT))).containsExactly(input, output, weights);
  }

  @Test
  void changesNothingButThePrecision() {
    ConvolutionTask wide = task(Pass.FORWARD).in(Precision.TF32);
    assertThat(wide.precision()).isEqualTo(Precision.TF32);
    assertThat(wide.in(Precision.BFLOAT16)).isEqualTo(task(Pass.FORWARD));
  }

  private static long[] sizes(ConvolutionTask task) {
    return new long[] {task.firstSize(), task.secondSize(), task.resultSize()};
  }
}
