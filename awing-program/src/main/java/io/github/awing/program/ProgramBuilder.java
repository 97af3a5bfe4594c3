package io.github.awing.program;

import io.github.awing.program.Buffer.Role;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Builds a {@link Program} from buffers and steps. */
public final class ProgramBuilder {

  private final int faces;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** Starts a program for this number of faces. */
  public ProgramBuilder(int faces) {
    this.faces = faces;
  }

  /** Adds a buffer with a tensor for each face. */
  public Operand tensor(Role role, TensorShape shape) {
    return add(new Buffer(role, shape.floats(), true, null), shape);
  }

  /** Adds a buffer that all faces share. */
  public Operand vector(Role role, long length) {
    return add(new Buffer(role, length, false, null), TensorShape.vector(length));
  }

  /** Adds constant values. */
  public Operand constant(INDArray values) {
    return add(
        new Buffer(Role.CONSTANT, values.length(), false, values),
        TensorShape.vector(values.length()));
  }

  private Operand add(Buffer buffer, TensorShape shape) {
    buffers.add(buffer);
    return new Operand(buffers.size() - 1, 0, shape);
  }

  /** Adds a step that writes its results. */
  public void step(Op op, List<Operand> reads, Operand... writes) {
    steps.add(new Step(op, reads, List.of(writes), false));
  }

  /** Adds a step that writes its results, or adds the first result to existing values. */
  public void step(Op op, List<Operand> reads, List<Operand> writes, boolean accumulate) {
    steps.add(new Step(op, reads, writes, accumulate));
  }

  /** Builds the program. */
  public Program build() {
    return new Program(faces, buffers, steps);
  }
}
