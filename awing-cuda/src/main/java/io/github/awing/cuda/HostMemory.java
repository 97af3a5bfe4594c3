package io.github.awing.cuda;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Buffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks the caller's arrays and computes their sizes. */
final class HostMemory {

  private HostMemory() {}

  static long bytes(INDArray array) {
    return array.length() * array.data().getElementSize();
  }

  /**
   * Multiple of a buffer's faces that an array holds.
   *
   * @throws IllegalArgumentException if it is not a whole number, or the array is not dense
   */
  static int repeats(Buffer buffer, INDArray array) {
    boolean fits =
        !array.isEmpty()
            && (array.dataType() == DataType.FLOAT || !buffer.perFace())
            && NativeFloats.dense(array) == array
            && array.length() % buffer.floats() == 0
            && (buffer.perFace() || array.length() == buffer.floats());
    if (!fits) {
      throw new IllegalArgumentException(
          "a dense array of %d floats%s is needed, but it is %s of %s"
              .formatted(
                  buffer.floats(),
                  buffer.perFace() ? ", or a multiple," : "",
                  Arrays.toString(array.shape()),
                  array.dataType()));
    }
    return Math.toIntExact(array.length() / buffer.floats());
  }
}
