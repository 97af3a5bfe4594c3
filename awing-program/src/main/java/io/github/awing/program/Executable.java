package io.github.awing.program;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program that a device has prepared. Safe for several threads, which take turns. */
public interface Executable extends AutoCloseable {

  /**
   * Runs all steps.
   *
   * @param arrays the caller's arrays by the operand that names the whole buffer, dense in C order:
   *     one for every input, output and resident buffer; inputs of a step may be missing where the
   *     operation says so. Inputs and outputs may have a multiple of the program's faces, if it
   *     keeps nothing from face to face
   * @throws IllegalArgumentException if an operation does not accept what it is given
   */
  void run(Map<Operand, INDArray> arrays);

  /**
   * Begins to copy inputs of a later run to where the device computes. Returns at once; the copy
   * may be made while another run computes. A device may ignore it.
   *
   * <p>Two runs' inputs may be staged at a time: those of the next run, and those of the run after
   * it. A run takes what was staged of the very arrays that it is given.
   *
   * @param inputs some of the arrays that {@link #run} is given later, unchanged until then. None,
   *     and all that was staged and not taken is forgotten: the arrays may change
   */
  default void stage(Map<Operand, INDArray> inputs) {}

  /** Brings the caller's arrays of resident buffers up to date, where a device has its own. */
  default void synchronise() {}

  /** Gives back what the device holds for it. */
  @Override
  void close();
}
