package io.github.awing.program;

import io.github.awing.loss.internal.NativeFloats;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Wraps a device under another name and calls a listener before each operation. The listener may
 * throw, to simulate a failing device. Like a graphics card, it keeps copies of resident arrays:
 * the caller's arrays are outdated until they are synchronised.
 *
 * @param name of the device
 * @param behind the wrapped device
 */
public record SimulatedDevice(String name, Device behind, Listener listener) implements Device {

  /** Receives the operations requested of the device's programs. */
  public interface Listener {

    /** Called before every run. */
    default void runs(Map<Operand, INDArray> arrays) {}

    /** Called when inputs of a later run are staged; with an empty map when they are discarded. */
    default void stages(Map<Operand, INDArray> inputs) {}
  }

  @Override
  public Workspace workspace() {
    return new Copies(behind.workspace(), new HashMap<>());
  }

  @Override
  public Executable bind(Program program, Workspace workspace) {
    Copies copies = (Copies) workspace;
    return new Told(program, behind.bind(program, copies.behind), copies, listener);
  }

  /** Copies of resident arrays, by the address of the caller's array. */
  private record Copies(Workspace behind, Map<Long, Copy> all) implements Workspace {

    private record Copy(INDArray callers, INDArray own) {}

    INDArray of(INDArray array) {
      return all.computeIfAbsent(
              NativeFloats.address(array), absent -> new Copy(array, array.dup('c')))
          .own;
    }

    void synchronise() {
      all.values().forEach(copy -> copy.callers.assign(copy.own));
      all.clear();
    }

    @Override
    public void close() {
      behind.close();
    }
  }

  private record Told(Program program, Executable behind, Copies copies, Listener listener)
      implements Executable {

    @Override
    public void run(Map<Operand, INDArray> arrays) {
      listener.runs(arrays);
      Map<Operand, INDArray> own = new HashMap<>(arrays);
      own.replaceAll(
          (operand, array) ->
              program.buffers().get(operand.buffer()).role() == Buffer.Role.RESIDENT
                  ? copies.of(array)
                  : array);
      behind.run(own);
    }

    @Override
    public void stage(Map<Operand, INDArray> inputs) {
      listener.stages(inputs);
      behind.stage(inputs);
    }

    @Override
    public void synchronise() {
      behind.synchronise();
      copies.synchronise();
    }

    @Override
    public void close() {
      behind.close();
    }
  }
}
