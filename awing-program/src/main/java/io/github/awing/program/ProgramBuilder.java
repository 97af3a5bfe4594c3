package io.github.awing.program;

import io.github.awing.program.Buffer.Role;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Collects the buffers and steps of a {@link Program}. */
public final class ProgramBuilder {

  private final int faces;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** For a program of so many faces. */
  public ProgramBuilder(int faces) {
    this.faces = faces;
  }

  /** A buffer with so much for each face. */
  public Operand tensor(Role role, TensorShape shape) {
    return add(new Buffer(role, shape.floats(), true, null), shape);
  }

  /** A buffer that all faces share. */
  public Operand vector(Role role, long length) {
    return add(new Buffer(role, length, false, null), TensorShape.vector(length));
  }

  /** Numbers that never change. */
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

  /** Adds a step that writes its results, or adds the first to what is there. */
  public void step(Op op, List<Operand> reads, List<Operand> writes, boolean accumulate) {
    steps.add(new Step(op, reads, writes, accumulate));
  }

  /** All so far. */
  public Program build() {
    return new Program(faces, buffers, steps);
  }
}
