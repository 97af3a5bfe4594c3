package io.github.awing.loss.internal;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Access to an array's floats in the processor's memory, so that Java and native code can work on
 * them in place. It is the only class of this project that touches that memory. Where ND4J computes
 * on a graphics card, an array has a second copy there, and this class tells ND4J which of the two
 * was written.
 */
public final class NativeFloats {

  private NativeFloats() {}

  /** Whether arrays lie in the processor's memory alone, not in a GPU's. */
  public static boolean areReachable() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /**
   * A view of all elements in C order, sharing the array's memory. The caller must not write to it.
   * The array must outlive the buffer.
   *
   * @throws IllegalArgumentException if the array is not a dense float array in C order
   */
  public static FloatBuffer toRead(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "native floats are those of a float array, but this is " + array.dataType());
    }
    if (!isDense(array)) {
      throw new IllegalArgumentException(
          "a dense array in C order is needed, but got strides " + array.shapeInfoToString());
    }
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    FloatPointer pointer = new FloatPointer(array.data().pointer());
    return pointer
        .position(array.offset())
        .limit(array.offset() + array.length())
        .asBuffer()
        .slice();
  }

  /**
   * A view of all elements in C order to read and write. It is valid until ND4J computes with the
   * array again; ask for a new one after that.
   *
   * @throws IllegalArgumentException if the array is not a dense float array in C order
   */
  public static FloatBuffer toWrite(INDArray array) {
    FloatBuffer floats = toRead(array);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    return floats;
  }

  /**
   * Address of the first element of an array of any type, in the processor's memory, to read and
   * write. It is valid until ND4J computes with the array again. The array must outlive its use.
   */
  public static long address(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    return array.data().address() + array.data().getElementSize() * array.offset();
  }

  /** Reads all elements in C order, wherever they lie. */
  public static float[] read(INDArray array) {
    float[] values = new float[(int) array.length()];
    INDArray dense = dense(array);
    toRead(dense).get(values);
    Reference.reachabilityFence(dense);
    return values;
  }

  /** Fills a dense array, wherever it lies, with values in C order. */
  public static void write(float[] values, INDArray array) {
    toWrite(array).put(values);
    Reference.reachabilityFence(array);
  }

  /** The array itself if it is dense in C order, else a dense copy. */
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
