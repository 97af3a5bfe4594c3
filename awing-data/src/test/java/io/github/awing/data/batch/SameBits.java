package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares arrays to the last bit; {@code INDArray.equals} accepts differences of 1e-5. */
public final class SameBits {

  private SameBits() {}

  public static void assertSameBits(List<INDArray> actual, List<INDArray> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertSameBits(actual.get(i), expected.get(i));
    }
  }

  public static void assertSameBits(INDArray actual, INDArray expected) {
    assertThat(actual.dataType()).isEqualTo(expected.dataType());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    // Every float is exact as a double.
    assertThat(actual.ravel().toDoubleVector()).isEqualTo(expected.ravel().toDoubleVector());
  }
}
