package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Device;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Block of native memory, which grows to the size that the programs that share it need. */
final class Arena implements Device.Workspace {

  /** Alignment of arrays in floats: 64 bytes, a cache line. */
  private static final long ALIGNMENT = 16;

  private INDArray memory;
  private long address;
  private long floats;
  private int moves;

  static long aligned(long floats) {
    return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Grows the memory to at least {@code wanted} floats. Its content is lost when it grows.
   *
   * @return the number of times that the memory has moved
   */
  int reserve(long wanted) {
    if (wanted > floats) {
      close();
      memory = Nd4j.createUninitializedDetached(DataType.FLOAT, wanted + ALIGNMENT);
      floats = wanted;
      long bytes = Float.BYTES * ALIGNMENT;
      address = (NativeFloats.address(memory) + bytes - 1) / bytes * bytes;
      moves++;
    }
    return moves;
  }

  /** Address of a float. */
  long address(long offset) {
    return address + Float.BYTES * offset;
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
      floats = 0;
    }
  }
}
