package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares arrays to the last bit; {@code INDArray.equals} accepts differences of 1e-5. */
final class SameBits {

  private SameBits() {}

  static void assertSameBits(INDArray actual, INDArray expected) {
    assertThat(actual.dataType()).isEqualTo(expected.dataType());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    // Every float is exact as a double.
    assertThat(actual.ravel().toDoubleVector()).isEqualTo(expected.ravel().toDoubleVector());
  }
}
