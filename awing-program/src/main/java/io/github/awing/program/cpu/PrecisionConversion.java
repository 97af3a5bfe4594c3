package io.github.awing.program.cpu;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** Rounds floats to the type that is multiplied, if it is not float. */
final class PrecisionConversion {

  private final memory.desc to;
  private final boolean rounds;
  private final OneDnnPrimitive[] primitives;

  PrecisionConversion(memory.desc from, memory.desc to, int workers) {
    this.to = to;
    rounds = !from.equals(to);
    primitives = new OneDnnPrimitive[rounds ? workers : 0];
    for (int worker = 0; worker < primitives.length; worker++) {
      primitives[worker] =
          worker == 0 ? OneDnnPrimitive.reorder(from, to) : primitives[0].another();
    }
  }

  private PrecisionConversion(PrecisionConversion same) {
    to = same.to;
    rounds = same.rounds;
    primitives = same.primitives.clone();
    for (int i = 0; i < primitives.length; i++) {
      primitives[i] = primitives[i].another();
    }
  }

  /** Makes another instance for use by another worker. */
  PrecisionConversion another() {
    return new PrecisionConversion(this);
  }

  /** Number of floats of scratch memory that it needs. */
  long floats() {
    return rounds
        ? Arena.aligned(OneDnnPrimitive.floats(to)) + Arena.aligned(primitives[0].scratch())
        : 0;
  }

  /**
   * Address of the rounded numbers: in scratch memory after the first {@code scratch} floats, or
   * the original address if nothing is rounded.
   */
  long of(long exact, Lane lane, long scratch) {
    if (!rounds) {
      return exact;
    }
    long rounded = lane.scratch(scratch);
    primitives[primitives.length == 1 ? 0 : lane.worker()]
        .with(dnnl.DNNL_ARG_FROM, exact)
        .with(dnnl.DNNL_ARG_TO, rounded)
        .run(lane.stream(), lane.scratch(scratch + Arena.aligned(OneDnnPrimitive.floats(to))));
    return rounded;
  }
}
