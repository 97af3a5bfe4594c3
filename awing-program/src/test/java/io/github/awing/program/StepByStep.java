package io.github.awing.program;

import io.github.awing.program.Buffer.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs every step of a program as a program of its own, over separate arrays, so that no memory is
 * shared and no steps are fused.
 */
final class StepByStep {

  private StepByStep() {}

  /**
   * Runs all steps.
   *
   * @param arrays the caller's, as for {@link Executable#run}
   */
  static void run(Device device, Program program, Map<Operand, INDArray> arrays) {
    Map<Operand, INDArray> all = new HashMap<>(arrays);
    for (int number = 0; number < program.buffers().size(); number++) {
      Buffer buffer = program.buffers().get(number);
      if (buffer.role() == Role.TEMPORARY) {
        all.put(
            new Operand(number, 0, TensorShape.vector(buffer.floats())),
            Nd4j.valueArrayOf(new long[] {buffer.floats()}, Double.NaN, DataType.FLOAT));
      }
    }
    List<Buffer> staying = program.buffers().stream().map(StepByStep::staying).toList();
    for (Step step : program.steps()) {
      Program alone = new Program(program.faces(), staying, List.of(step));
      try (Executable executable = device.bind(alone)) {
        executable.run(all);
        executable.synchronise();
      }
    }
  }

  private static Buffer staying(Buffer buffer) {
    return buffer.role() == Role.TEMPORARY
        ? new Buffer(Role.RESIDENT, buffer.floats(), buffer.perFace(), null)
        : buffer;
  }
}
