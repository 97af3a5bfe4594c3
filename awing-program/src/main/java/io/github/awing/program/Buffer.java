package io.github.awing.program;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Buffer of a program.
 *
 * @param role owner and lifetime of its memory
 * @param floats number of its floats
 * @param perFace whether it holds this number of floats for every face, one face after another
 * @param constant the values of a {@link Role#CONSTANT}, float and dense, else null; its owner must
 *     keep it alive as long as the program's executables
 */
public record Buffer(Role role, long floats, boolean perFace, INDArray constant) {

  /** Owner and lifetime of a buffer's memory. */
  public enum Role {
    /** Array of the caller, given at each run and only read. */
    INPUT,
    /** Array of the caller, given at each run and written. */
    OUTPUT,
    /**
     * Array of the caller that is the same in all runs: parameters, gradients, the optimiser's
     * state. A device may keep a copy in its own memory, see {@link Executable#synchronise()}.
     */
    RESIDENT,
    /** Constant values. */
    CONSTANT,
    /** Memory of the device, valid from the step that writes it to the last step that reads it. */
    TEMPORARY
  }
}
