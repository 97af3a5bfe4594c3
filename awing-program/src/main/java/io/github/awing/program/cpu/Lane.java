package io.github.awing.program.cpu;

import org.bytedeco.dnnl.stream;

/**
 * One worker's share of a run.
 *
 * @param worker its number
 * @param workers how many there are
 * @param slices of the whole run
 * @param stream of oneDNN
 * @param scratch address of memory for the time of a task
 */
record Lane(int worker, int workers, int slices, stream stream, long scratch) {

  /** The first of its slices. */
  int first() {
    return first(worker);
  }

  /** The end of its slices, exclusive. */
  int end() {
    return first(worker + 1);
  }

  private int first(int of) {
    return (int) ((long) slices * of / workers);
  }

  /** The address after so many floats of the scratch memory. */
  long scratch(long floats) {
    return scratch + Float.BYTES * floats;
  }
}
