package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Operand;
import io.github.awing.program.TensorShape;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Location of an operand in native memory: once for all workers, or once for each worker with space
 * for all of its slices or for one.
 */
final class Tensor {

  /** Memory that holds an operand. */
  enum Place {
    /** All slices, one after another, in shared memory. */
    SHARED,
    /** Every worker's own slices, in its own memory. */
    WORKER,
    /** One slice at a time, in each worker's own memory. */
    SLICE
  }

  private final Operand operand;
  private final long floatsPerSlice;
  private Place place = Place.SHARED;
  private FloatBuffer[] buffers = {};
  private long[] addresses = {};
  private INDArray array;

  /**
   * Makes a tensor without a location.
   *
   * @param floatsPerSlice number of floats of a slice, 0 if it has no slices
   */
  Tensor(Operand operand, long floatsPerSlice) {
    this.operand = operand;
    this.floatsPerSlice = floatsPerSlice;
  }

  Operand operand() {
    return operand;
  }

  void place(Place where) {
    place = where;
  }

  /** Sets the addresses, one for all or one for each worker, and the number of floats at each. */
  void setAddresses(long[] starts, long floats) {
    addresses = starts;
    array = null;
    buffers = new FloatBuffer[starts.length];
    for (int i = 0; i < starts.length; i++) {
      buffers[i] = Address.floats(starts[i], floats);
    }
  }

  /**
   * Sets the caller's array, which holds the tensor at the operand's offset; null for a missing
   * array.
   */
  void setArray(INDArray callers) {
    if (callers == null) {
      setAddresses(new long[0], 0);
      return;
    }
    long start = NativeFloats.address(callers) + Float.BYTES * operand.offset();
    long floats = floatsPerSlice > 0 ? callers.length() : operand.shape().floats();
    if (!isPresent() || addresses[0] != start || buffers[0].capacity() != floats) {
      setAddresses(new long[] {start}, floats);
    }
    array = callers;
  }

  boolean isPresent() {
    return addresses.length > 0;
  }

  private int start(Lane lane, int slice) {
    return switch (place) {
      case SHARED -> Math.toIntExact(slice * floatsPerSlice);
      case WORKER -> Math.toIntExact((slice - lane.first()) * floatsPerSlice);
      case SLICE -> 0;
    };
  }

  private int copy(Lane lane) {
    return place == Place.SHARED ? 0 : lane.worker();
  }

  /** The floats of a slice. */
  FloatBuffer slice(Lane lane, int slice) {
    return buffers[copy(lane)].slice(start(lane, slice), (int) floatsPerSlice);
  }

  /** All floats of a tensor that all workers share. */
  FloatBuffer all() {
    return buffers[0].duplicate();
  }

  /** Address of a slice. */
  long address(Lane lane, int slice) {
    return addresses[copy(lane)] + Float.BYTES * (long) start(lane, slice);
  }

  /** Address after the first {@code offset} floats of a tensor that all workers share. */
  long address(long offset) {
    return addresses[0] + Float.BYTES * offset;
  }

  /** A slice of this shape, or all if it has no slices, as an ND4J array. */
  INDArray array(Lane lane, int slice, TensorShape shape) {
    return array(address(lane, slice), shape.floats(), shape);
  }

  private static INDArray array(long address, long length, TensorShape shape) {
    FloatPointer start = new FloatPointer(new Address(address)).capacity(length);
    DataBuffer buffer = Nd4j.createBuffer(start, length, DataType.FLOAT);
    long[] sizes = {shape.faces(), shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(buffer, sizes);
  }

  /** The caller's array. */
  INDArray callers() {
    return array;
  }
}
