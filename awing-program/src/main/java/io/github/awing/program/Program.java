package io.github.awing.program;

import java.util.List;

/**
 * Steps in order, over numbered buffers: what a device is asked to run. Compiled for a number of
 * faces; may be run on any multiple of it where nothing but inputs and outputs outlives a run.
 *
 * @param faces of its tensors, at least 1
 * @param buffers by number
 * @param steps in order
 */
public record Program(int faces, List<Buffer> buffers, List<Step> steps) {

  /** Takes copies of the lists. */
  public Program {
    buffers = List.copyOf(buffers);
    steps = List.copyOf(steps);
  }
}
