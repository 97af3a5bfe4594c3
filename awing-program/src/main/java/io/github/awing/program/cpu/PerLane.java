package io.github.awing.program.cpu;

import java.util.function.Supplier;

/** Value that every worker computes once in a run, on first use. */
final class PerLane<T> {

  private final Object[] found;
  private final Lane[] lanes;
  private final Supplier<T> finding;

  PerLane(int workers, Supplier<T> finding) {
    found = new Object[workers];
    lanes = new Lane[workers];
    this.finding = finding;
  }

  @SuppressWarnings("unchecked")
  T of(Lane lane) {
    int worker = lane.worker();
    // Every run makes new lanes.
    if (lanes[worker] != lane) {
      lanes[worker] = lane;
      found[worker] = finding.get();
    }
    return (T) found[worker];
  }
}
