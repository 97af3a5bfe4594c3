package io.github.awing.program.cpu;

import io.github.awing.program.Buffer;
import io.github.awing.program.Executable;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Executable on the processor. With enough faces, each core computes whole faces; with few, all
 * cores share the work on each face.
 */
final class CpuExecutable implements Executable {

  private final Program program;
  private final Function<Boolean, BoundProgram> binding;
  private final CpuDevice device;
  private final Map<Boolean, BoundProgram> bound = new HashMap<>();
  private boolean closed;

  /**
   * Makes an executable that binds the program on first use.
   *
   * @param binding binding for whole faces on each core (true), or for faces shared by all cores
   *     (false)
   */
  CpuExecutable(Program program, CpuDevice device, Function<Boolean, BoundProgram> binding) {
    this.program = program;
    this.device = device;
    this.binding = binding;
  }

  @Override
  public synchronized void run(Map<Operand, INDArray> arrays) {
    if (closed) {
      throw new IllegalStateException("the program is closed");
    }
    int repeats = 0;
    Map<Integer, INDArray> byNumber = new HashMap<>();
    for (Map.Entry<Operand, INDArray> given : arrays.entrySet()) {
      int number = given.getKey().buffer();
      Buffer buffer = program.buffers().get(number);
      INDArray array = given.getValue();
      if (buffer.perFace()) {
        int found = repeats(buffer, array);
        if (repeats != 0 && found != repeats) {
          throw new IllegalArgumentException(
              "all arrays of a run must be for the same number of faces");
        }
        repeats = found;
      }
      byNumber.put(number, array);
    }
    repeats = Math.max(1, repeats);
    boolean byFace = device.isByFace((long) repeats * program.faces());
    bound.computeIfAbsent(byFace, binding).run(byNumber, repeats, device.workers(byFace));
    Reference.reachabilityFence(arrays);
  }

  private static int repeats(Buffer buffer, INDArray array) {
    if (array.dataType() != DataType.FLOAT
        || array.isEmpty()
        || array.length() % buffer.floats() != 0) {
      throw new IllegalArgumentException(
          "an array of %d floats, or a multiple, is needed, but it is %s of %s"
              .formatted(buffer.floats(), Arrays.toString(array.shape()), array.dataType()));
    }
    return Math.toIntExact(array.length() / buffer.floats());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      bound.values().forEach(BoundProgram::close);
    }
  }
}
