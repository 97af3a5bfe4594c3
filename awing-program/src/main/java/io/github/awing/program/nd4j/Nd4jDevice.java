package io.github.awing.program.nd4j;

import io.github.awing.program.Buffer;
import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs programs by ND4J's operations, one after the other. It is slower than other devices, and
 * works with every ND4J backend.
 */
public final class Nd4jDevice implements Device {

  /** Makes a device on ND4J's backend. */
  public Nd4jDevice() {}

  @Override
  public String name() {
    return "ND4J (" + Nd4j.getExecutioner().type() + ")";
  }

  @Override
  public Workspace workspace() {
    return () -> {};
  }

  @Override
  public Executable bind(Program program, Workspace workspace) {
    return new Bound(program);
  }

  /**
   * Executable whose temporaries live from the step that writes them to the last step that reads
   * them.
   */
  private static final class Bound implements Executable {

    private final Program program;
    private final Map<Integer, INDArray> constants = new HashMap<>();

    /** For every step, the temporaries that no later step needs. */
    private final List<List<Integer>> done;

    private boolean closed;

    Bound(Program program) {
      this.program = program;
      Map<Integer, Integer> last = new HashMap<>();
      for (int s = 0; s < program.steps().size(); s++) {
        Step step = program.steps().get(s);
        int now = s;
        step.reads().forEach(operand -> last.put(operand.buffer(), now));
        step.writes().forEach(operand -> last.put(operand.buffer(), now));
      }
      done =
          java.util.stream.IntStream.range(0, program.steps().size())
              .mapToObj(
                  s ->
                      last.entrySet().stream()
                          .filter(entry -> entry.getValue() == s)
                          .map(Map.Entry::getKey)
                          .filter(b -> program.buffers().get(b).role() == Buffer.Role.TEMPORARY)
                          .toList())
              .toList();
      for (int b = 0; b < program.buffers().size(); b++) {
        if (program.buffers().get(b).role() == Buffer.Role.CONSTANT) {
          constants.put(b, program.buffers().get(b).constant().dup());
        }
      }
    }

    @Override
    public synchronized void run(Map<Operand, INDArray> arrays) {
      if (closed) {
        throw new IllegalStateException("the program is closed");
      }
      Map<Integer, INDArray> all = new HashMap<>(constants);
      int repeats = 1;
      for (Map.Entry<Operand, INDArray> entry : arrays.entrySet()) {
        int number = entry.getKey().buffer();
        Buffer buffer = program.buffers().get(number);
        INDArray array = entry.getValue();
        all.put(number, array);
        if (buffer.perFace() && array.dataType() == DataType.FLOAT) {
          repeats = Math.max(repeats, (int) (array.length() / buffer.floats()));
        }
      }
      for (int s = 0; s < program.steps().size(); s++) {
        run(program.steps().get(s), all, repeats);
        for (int buffer : done.get(s)) {
          INDArray array = all.remove(buffer);
          if (array != null) {
            array.close();
          }
        }
      }
    }

    private void run(Step step, Map<Integer, INDArray> all, int repeats) {
      INDArray[] reads = arrays(step.reads(), all, repeats);
      INDArray[] writes = arrays(step.writes(), all, repeats);
      Nd4jOperations.run(step.op(), step.accumulate(), reads, writes);
    }

    private INDArray[] arrays(List<Operand> operands, Map<Integer, INDArray> all, int repeats) {
      return operands.stream()
          .map(operand -> array(operand, all, repeats))
          .toArray(INDArray[]::new);
    }

    private INDArray array(Operand operand, Map<Integer, INDArray> all, int repeats) {
      Buffer buffer = program.buffers().get(operand.buffer());
      int times = buffer.perFace() ? repeats : 1;
      INDArray array = all.get(operand.buffer());
      if (array == null) {
        if (buffer.role() != Buffer.Role.TEMPORARY) {
          return null;
        }
        array = Nd4j.createUninitializedDetached(DataType.FLOAT, buffer.floats() * times);
        all.put(operand.buffer(), array);
      }
      if (array.dataType() != DataType.FLOAT) {
        return array;
      }
      TensorShape shape = operand.shape();
      long[] sizes = {
        (long) shape.faces() * times, shape.height(), shape.width(), shape.channels()
      };
      long length = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
      INDArray flat = array.reshape(array.length());
      return operand.offset() == 0 && length == flat.length()
          ? flat.reshape('c', sizes)
          : flat.get(NDArrayIndex.interval(operand.offset(), operand.offset() + length))
              .reshape('c', sizes);
    }

    @Override
    public synchronized void close() {
      closed = true;
      constants.values().forEach(INDArray::close);
      constants.clear();
    }
  }
}
