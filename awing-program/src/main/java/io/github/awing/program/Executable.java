package io.github.awing.program;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Program prepared by a device. Safe for several threads, one of which runs at a time. */
public interface Executable extends AutoCloseable {

  /**
   * Runs all steps.
   *
   * @param arrays the caller's arrays by the operand that names the whole buffer, dense in C order:
   *     one for every input, output and resident buffer; optional inputs of an operation may be
   *     missing. Inputs and outputs may have a multiple of the program's faces, if no other buffer
   *     outlives a run
   * @throws IllegalArgumentException if an operation does not accept its arrays
   */
  void run(Map<Operand, INDArray> arrays);

  /**
   * Begins to copy inputs of a later run to the device's memory. Returns at once; the copy may
   * overlap with another run. A device may ignore the call.
   *
   * <p>Two runs' inputs may be staged at a time: those of the next run, and those of the run after
   * it. A run uses the staged copies of the same array objects that it is given.
   *
   * @param inputs some of the arrays of a later {@link #run}, unchanged until then. An empty map
   *     discards all staged copies that no run has used, so that the arrays may change
   */
  default void stage(Map<Operand, INDArray> inputs) {}

  /** Copies resident buffers to the caller's arrays, if the device has copies of its own. */
  default void synchronise() {}

  /** Frees the device's memory for this program. */
  @Override
  void close();
}
