package io.github.awing.program.cpu;

import org.bytedeco.dnnl.stream;

/**
 * Share of a run that one worker computes.
 *
 * @param worker number of the worker
 * @param workers number of all workers
 * @param slices number of slices of the whole run
 * @param stream of oneDNN
 * @param scratch address of scratch memory, valid during a task
 */
record Lane(int worker, int workers, int slices, stream stream, long scratch) {

  /** First slice of the share. */
  int first() {
    return first(worker);
  }

  /** End of the share's slices, exclusive. */
  int end() {
    return first(worker + 1);
  }

  private int first(int of) {
    return (int) ((long) slices * of / workers);
  }

  /** The address of the scratch memory after the first {@code floats} floats. */
  long scratch(long floats) {
    return scratch + Float.BYTES * floats;
  }
}
