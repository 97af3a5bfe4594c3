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
 * Where an operand lies in native memory: once for all workers, or once for each, and then with
 * room for all of its slices or for one.
 */
final class Tensor {

  /** Whose memory it is. */
  enum Place {
    /** All slices, one after another. */
    SHARED,
    /** Every worker's own slices, in memory of its own. */
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
   * Somewhere, as yet.
   *
   * @param floatsPerSlice of it, 0 if it has no slices
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

  /** Lies in these places: one, or one for each worker, each so many floats long. */
  void lieAt(long[] starts, long floats) {
    addresses = starts;
    array = null;
    buffers = new FloatBuffer[starts.length];
    for (int i = 0; i < starts.length; i++) {
      buffers[i] = Address.floats(starts[i], floats);
    }
  }

  /** Lies in an array of the caller's, where the operand says; nowhere, if there is none. */
  void lieIn(INDArray callers) {
    if (callers == null) {
      lieAt(new long[0], 0);
      return;
    }
    long start = NativeFloats.address(callers) + Float.BYTES * operand.offset();
    long floats = floatsPerSlice > 0 ? callers.length() : operand.shape().floats();
    if (!isThere() || addresses[0] != start || buffers[0].capacity() != floats) {
      lieAt(new long[] {start}, floats);
    }
    array = callers;
  }

  boolean isThere() {
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

  /** All floats, of a tensor that all workers share. */
  FloatBuffer all() {
    return buffers[0].duplicate();
  }

  /** Where a slice begins. */
  long address(Lane lane, int slice) {
    return addresses[copy(lane)] + Float.BYTES * (long) start(lane, slice);
  }

  /** Where so many floats after its begin are, of a tensor that all workers share. */
  long address(long offset) {
    return addresses[0] + Float.BYTES * offset;
  }

  /** A slice of that shape, or all if it has no slices, as an array of ND4J. */
  INDArray array(Lane lane, int slice, TensorShape shape) {
    return array(address(lane, slice), shape.floats(), shape);
  }

  private static INDArray array(long address, long length, TensorShape shape) {
    FloatPointer start = new FloatPointer(new Address(address)).capacity(length);
    DataBuffer buffer = Nd4j.createBuffer(start, length, DataType.FLOAT);
    long[] sizes = {shape.faces(), shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(buffer, sizes);
  }

  /** The caller's own array. */
  INDArray callers() {
    return array;
  }
}
