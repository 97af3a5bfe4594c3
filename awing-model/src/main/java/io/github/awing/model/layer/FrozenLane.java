package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program in memory of its own, for one face after the other. */
final class FrozenLane implements AutoCloseable {

  private final List<INDArray> allocated = new ArrayList<>();
  private final List<Runnable> steps;
  private final FloatBuffer input;
  private final FaceShape result;
  private final OneDnnPrimitive channelsFirst;

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
    result = program.result();
    channelsFirst =
        OneDnnPrimitive.reorder(
                result.described(memory.format_tag.nhwc), result.described(memory.format_tag.nchw))
            .with(dnnl.DNNL_ARG_FROM, pieces.get(program.output()));
  }

  private INDArray allocate(long floats) {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, floats);
    allocated.add(array);
    return array;
  }

  /** Runs a face of the first array through it, into the second. */
  void run(INDArray faces, INDArray results, int face) {
    int floats = input.capacity();
    input.put(0, NativeFloats.of(faces), face * floats, floats);
    steps.forEach(Runnable::run);
    channelsFirst.with(dnnl.DNNL_ARG_TO, results, (long) face * result.floats()).run();
  }

  @Override
  public void close() {
    allocated.forEach(INDArray::close);
  }
}
