package io.github.awing.program;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Another device under another name, whose listener is told before anything is asked of it. The
 * listener may throw, as a device that fails does.
 *
 * @param name of the device
 * @param behind what computes
 */
public record PretendDevice(String name, Device behind, Listener listener) implements Device {

  /** Told what is asked of the programs of a device. */
  public interface Listener {

    /** Before every run. */
    default void runs(Map<Operand, INDArray> arrays) {}

    /** When inputs of a later run are told; none, when they are to be forgotten. */
    default void stages(Map<Operand, INDArray> inputs) {}
  }

  @Override
  public Workspace workspace() {
    return behind.workspace();
  }

  @Override
  public Executable bind(Program program, Workspace workspace) {
    return new Told(behind.bind(program, workspace), listener);
  }

  private record Told(Executable behind, Listener listener) implements Executable {

    @Override
    public void run(Map<Operand, INDArray> arrays) {
      listener.runs(arrays);
      behind.run(arrays);
    }

    @Override
    public void stage(Map<Operand, INDArray> inputs) {
      listener.stages(inputs);
      behind.stage(inputs);
    }

    @Override
    public void synchronise() {
      behind.synchronise();
    }

    @Override
    public void close() {
      behind.close();
    }
  }
}
