package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program in memory of its own, for one face after the other. */
final class FrozenLane implements AutoCloseable {

  private final List<INDArray> memory = new ArrayList<>();
  private final List<Runnable> steps;
  private final FloatBuffer input;
  private final FloatBuffer output;

  FrozenLane(FrozenProgram program) {
    List<INDArray> pieces = program.pieces().stream().map(this::allocate).toList();
    INDArray scratch = allocate(Math.max(1, program.scratch()));
    steps =
        program.steps().stream()
            .map(
                placed ->
                    placed
                        .step()
                        .binding()
                        .to(
                            placed.inputs().stream().map(pieces::get).toList(),
                            pieces.get(placed.output()),
                            scratch))
            .toList();
    input = NativeFloats.of(pieces.get(0));
    output = NativeFloats.of(pieces.get(program.output()));
  }

  private INDArray allocate(long floats) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, floats);
    memory.add(array);
    return array;
  }

  /** Runs a picture through it. */
  void run(FrozenGraph.Faces faces, int face) {
    faces.read(face, input);
    steps.forEach(Runnable::run);
    faces.write(face, output);
  }

  @Override
  public void close() {
    memory.forEach(INDArray::close);
  }
}
