package io.github.awing.program;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs programs. Chosen once and handed on.
 *
 * <p>Safe for several threads.
 */
public interface Device {

  /** What it is, in a few words for people. */
  String name();

  /** Memory for the temporaries of programs that are never run at the same time. */
  Workspace workspace();

  /**
   * Prepares a program to be run many times.
   *
   * @param workspace of this device; stays its owner's
   * @throws IllegalArgumentException if this device cannot run the program
   */
  Executable bind(Program program, Workspace workspace);

  /** Prepares a program that has a workspace for itself, closed with it. */
  default Executable bind(Program program) {
    Workspace own = workspace();
    Executable executable = bind(program, own);
    return new Executable() {
      @Override
      public void run(Map<Operand, INDArray> arrays) {
        executable.run(arrays);
      }

      @Override
      public void stage(Map<Operand, INDArray> inputs) {
        executable.stage(inputs);
      }

      @Override
      public void synchronise() {
        executable.synchronise();
      }

      @Override
      public void close() {
        executable.close();
        own.close();
      }
    };
  }

  /** Memory of a device, as large as the largest program needs that uses it. */
  interface Workspace extends AutoCloseable {

    /** Gives the memory back. No program may use it any more. */
    @Override
    void close();
  }
}
