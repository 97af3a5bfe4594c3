package io.github.awing.program;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A buffer of a program.
 *
 * @param role whose memory it is, and for how long
 * @param floats how many it holds
 * @param perFace whether it holds as much for every face, one face after another
 * @param constant what is in a {@link Role#CONSTANT}, float and dense; it stays its owner's and has
 *     to live as long as what a device makes of the program; else null
 */
public record Buffer(Role role, long floats, boolean perFace, INDArray constant) {

  /** Whose memory a buffer is, and for how long. */
  public enum Role {
    /** An array of the caller's, given at each run and only read. */
    INPUT,
    /** An array of the caller's, given at each run and written. */
    OUTPUT,
    /**
     * An array of the caller's that stays from run to run: parameters, gradients, the optimiser's
     * state. A device may keep it in memory of its own, see {@link Executable#synchronise()}.
     */
    RESIDENT,
    /** Numbers that never change. */
    CONSTANT,
    /** The device's, valid from the step that writes it to the last that reads it. */
    TEMPORARY
  }
}
