package io.github.awing.program;

import java.util.List;

/**
 * Program for a device: ordered steps over numbered buffers. It is compiled for a number of faces,
 * and may run on any multiple of it if only inputs and outputs outlive a run.
 *
 * @param faces number of faces of its tensors, at least 1
 * @param buffers by number
 * @param steps in order
 */
public record Program(int faces, List<Buffer> buffers, List<Step> steps) {

  /** Copies the lists. */
  public Program {
    buffers = List.copyOf(buffers);
    steps = List.copyOf(steps);
  }
}
