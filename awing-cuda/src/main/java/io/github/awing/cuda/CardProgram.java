package io.github.awing.cuda;

import java.util.List;
import java.util.Map;

/**
 * Program as launches for a card, for a number of faces.
 *
 * @param launches in order
 * @param temporaries regions in the arena, inputs and outputs among them
 * @param buffers places of the buffers of inputs, outputs and residents, by number
 * @param written parts of outputs and residents that the program writes, by number
 * @param uploaded numbers of inputs, and of outputs that are read before they are written
 * @param tables that the kernels read
 * @param arenaBytes of the arena
 * @param counters of finished blocks, zero before and after every launch
 * @param refused flag that the losses set if they refuse targets
 */
record CardProgram(
    List<Launch> launches,
    List<Region> temporaries,
    Map<Integer, Place> buffers,
    Map<Integer, List<Span>> written,
    List<Integer> uploaded,
    List<Table> tables,
    long arenaBytes,
    Region counters,
    Region refused) {

  /** A part of a buffer, in bytes. */
  record Span(long from, long bytes) {}
}
