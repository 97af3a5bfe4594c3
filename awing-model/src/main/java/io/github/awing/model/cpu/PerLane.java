package io.github.awing.model.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Something that every worker finds once a run, at its first slice. */
final class PerLane<T> {

  private final List<T> found;
  private final Supplier<T> finding;

  PerLane(int workers, Supplier<T> finding) {
    found = new ArrayList<>(Collections.nCopies(workers, null));
    this.finding = finding;
  }

  T of(Lane lane, int slice) {
    if (slice == lane.first()) {
      found.set(lane.worker(), finding.get());
    }
    return found.get(lane.worker());
  }
}
