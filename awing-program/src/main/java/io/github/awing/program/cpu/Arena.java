package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Device;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One block of native memory, which grows to what the programs that share it need. */
final class Arena implements Device.Workspace {

  /** Floats to which arrays are aligned: 64 bytes, a line of the cache. */
  private static final long ALIGNMENT = 16;

  private INDArray memory;
  private long address;
  private long floats;
  private int moves;

  static long aligned(long floats) {
    return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Makes sure that there are at least so many floats. If there were fewer, what was in them is
   * lost.
   *
   * @return how often the memory has moved
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

  /** Where a float of it is. */
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
