package io.github.awing.model.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tensor of a file, not read yet: a view of a storage.
 *
 * @param offset of its first element in the storage
 * @param shape length of each axis
 * @param stride elements between neighbours, for each axis
 */
record StoredTensor(Storage storage, long offset, long[] shape, long[] stride) {

  /**
   * Checks that the view is within its storage, and fits an array.
   *
   * @throws MalformedFileException if it is not, or does not fit
   */
  StoredTensor {
    if (shape.length != stride.length || shape.length > 16) {
      throw new MalformedFileException(
          "a tensor of shape %s has the strides %s"
              .formatted(Arrays.toString(shape), Arrays.toString(stride)));
    }
    try {
      long last = offset;
      long count = 1;
      for (int axis = 0; axis < shape.length; axis++) {
        if (shape[axis] < 0 || stride[axis] < 0) {
          throw new ArithmeticException();
        }
        count = Math.multiplyExact(count, shape[axis]);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[axis] - 1), stride[axis]));
      }
      boolean inside = count == 0 || last < storage.elements();
      if (offset < 0 || !inside || count > Integer.MAX_VALUE / Double.BYTES) {
        throw new ArithmeticException();
      }
    } catch (ArithmeticException e) {
      throw new MalformedFileException(
          "a tensor of shape %s and strides %s from %d on does not fit its storage of %d elements"
              .formatted(
                  Arrays.toString(shape), Arrays.toString(stride), offset, storage.elements()));
    }
  }

  /** Makes a tensor whose elements are contiguous in C order. */
  static StoredTensor dense(Storage storage, long... shape) {
    long[] stride = new long[shape.length];
    long next = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      stride[axis] = next;
      next *= shape[axis];
    }
    return new StoredTensor(storage, 0, shape, stride);
  }

  /** Number of elements. */
  int count() {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /**
   * Reads all elements in C order.
   *
   * @throws MalformedFileException if they are not floating point, or the view is scattered over
   *     more than an array can hold
   * @throws IOException if they cannot be read
   */
  float[] read() throws IOException {
    ElementType type = storage.type();
    if (!type.isFloatingPoint()) {
      throw new MalformedFileException("a weight is of " + type + ", not of floating point");
    }
    float[] values = new float[count()];
    if (values.length == 0) {
      return values;
    }
    long span = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      span += (shape[axis] - 1) * stride[axis];
    }
    if (span > Integer.MAX_VALUE / Double.BYTES) {
      throw new MalformedFileException(
          "a tensor spans %d elements, more than can be read".formatted(span));
    }
    ByteBuffer bytes =
        storage.bytes().read(offset * type.bytes(), Math.toIntExact(span * type.bytes()));
    int[] at = new int[shape.length];
    int position = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(bytes, position);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position += (int) stride[axis];
        if (++at[axis] < shape[axis]) {
          break;
        }
        position -= (int) (shape[axis] * stride[axis]);
        at[axis] = 0;
      }
    }
    return values;
  }
}
