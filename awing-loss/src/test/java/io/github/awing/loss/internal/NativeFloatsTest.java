package io.github.awing.loss.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NativeFloatsTest {

  @Test
  void aBufferIsTheArraysOwnMemory() {
    INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    FloatBuffer floats = NativeFloats.toWrite(array);
    assertThat(floats.isDirect()).isTrue();
    assertThat(floats.capacity()).isEqualTo(6);
    floats.put(4, 7);
    assertThat(array.getFloat(1, 1)).isEqualTo(7);
    array.putScalar(0, 2, 8);
    assertThat(NativeFloats.toRead(array).get(2)).isEqualTo(8);
    assertThat(NativeFloats.read(array)).containsExactly(1, 2, 8, 4, 7, 6);
  }

  /** A view of an array begins within the array's memory. */
  @Test
  void aViewHasItsOwnFloatsOnly() {
    INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    INDArray row = array.getRow(1);
    NativeFloats.write(new float[] {-4, -5, -6}, row);
    assertThat(array.ravel().toFloatVector()).containsExactly(1, 2, 3, -4, -5, -6, 7, 8, 9);
    assertThat(NativeFloats.toRead(row).capacity()).isEqualTo(3);
    assertThat(NativeFloats.address(row) - NativeFloats.address(array)).isEqualTo(3 * Float.BYTES);
  }

  @Test
  void otherArraysAreReadByACopyAndNotWritten() {
    INDArray columns = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}).transpose();
    assertThat(NativeFloats.read(columns)).containsExactly(1, 3, 2, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeFloats.toWrite(columns))
        .withMessageContaining("dense");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeFloats.toRead(Nd4j.ones(DataType.DOUBLE, 2)))
        .withMessageContaining("DOUBLE");
  }
}
