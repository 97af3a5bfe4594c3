package io.github.awing.loss.internal;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** The native memory of an array as a buffer of floats, so that Java can work on it in place. */
public final class NativeFloats {

  private NativeFloats() {}

  /** Whether arrays lie in memory of the processor's own: not those of a GPU. */
  public static boolean areReachable() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

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

  /** Where its first element is, in the processor's memory. The array must outlive its use. */
  public static long address(INDArray array) {
    return array.data().address() + Float.BYTES * array.offset();
  }

  /** All elements in C order, wherever they lie. */
  public static float[] read(INDArray array) {
    if (!areReachable()) {
      return array.dup('c').data().asFloat();
    }
    float[] values = new float[(int) array.length()];
    INDArray dense = dense(array);
    of(dense).get(values);
    Reference.reachabilityFence(dense);
    return values;
  }

  /** Fills a dense array, wherever it lies, with values in C order. */
  public static void write(float[] values, INDArray array) {
    if (areReachable()) {
      of(array).put(values);
    } else {
      array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()));
    }
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
