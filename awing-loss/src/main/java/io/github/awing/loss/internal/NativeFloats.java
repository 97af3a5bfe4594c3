package io.github.awing.loss.internal;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The native memory of an array as a buffer of floats, so that Java can work on it in place. */
public final class NativeFloats {

  private NativeFloats() {}

  /**
   * All elements in C order, sharing the array's memory. The array must outlive the buffer.
   *
   * @throws IllegalArgumentException if the array is not a dense float array in C order
   */
  public static FloatBuffer of(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "native floats are those of a float array, but this is " + array.dataType());
    }
    if (!isDense(array)) {
      throw new IllegalArgumentException(
          "a dense array in C order is needed, but got strides " + array.shapeInfoToString());
    }
    FloatPointer pointer = new FloatPointer(array.data().pointer());
    return pointer
        .position(array.offset())
        .limit(array.offset() + array.length())
        .asBuffer()
        .slice();
  }

  /** Where its first element is. The array must outlive the pointer. */
  public static Pointer pointer(INDArray array) {
    // In bytes: native code that takes any pointer counts its position so.
    return new BytePointer(array.data().pointer()).position(Float.BYTES * array.offset());
  }

  /** The array itself if it is dense in C order, else a copy of it that is. */
  public static INDArray dense(INDArray array) {
    return isDense(array) ? array : array.dup('c');
  }

  private static boolean isDense(INDArray array) {
    long expected = 1;
    for (int axis = array.rank() - 1; axis >= 0; axis--) {
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }
}
