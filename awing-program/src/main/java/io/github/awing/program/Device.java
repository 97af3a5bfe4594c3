package io.github.awing.program;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Device that runs programs. It is chosen once and passed to all code that needs it.
 *
 * <p>Safe for several threads.
 */
public interface Device {

  /** Name of the device in a few words, for users. */
  String name();

  /** Makes memory for the temporaries of programs that never run at the same time. */
  Workspace workspace();

  /**
   * Prepares a program to be run many times.
   *
   * @param workspace of this device; closed by the caller
   * @throws IllegalArgumentException if this device cannot run the program
   */
  Executable bind(Program program, Workspace workspace);

  /** Prepares a program with a workspace of its own, which is closed with the program. */
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

  /** Memory of a device for temporaries, as large as the largest program that uses it needs. */
  interface Workspace extends AutoCloseable {

    /** Frees the memory. No program may use it any more. */
    @Override
    void close();
  }
}
