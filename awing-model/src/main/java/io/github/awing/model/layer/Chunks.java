package io.github.awing.model.layer;

import java.util.stream.IntStream;

/**
 * Splits work over all cores. How it is split depends on its size alone, never on the number of
 * cores, so sums come out the same on every machine.
 */
final class Chunks {

  private static final int MOST = 16;

  /** Work on fewer floats is done before another core has woken up. */
  private static final long WORTH_SHARING = 1 << 18;

  /** Work on the items from {@code from} to before {@code to}. */
  @FunctionalInterface
  interface Work {
    void run(int chunk, int from, int to);
  }

  private Chunks() {}

  /** Into how many chunks so many items are split: at least one. */
  static int count(int items) {
    return Math.max(1, Math.min(MOST, items));
  }

  /**
   * Runs the work on all chunks of the items and returns when all are done.
   *
   * @param items how many
   * @param floats how many floats the work reads in all
   */
  static void run(int items, long floats, Work work) {
    IntStream chunks = IntStream.range(0, count(items));
    int total = count(items);
    (floats < WORTH_SHARING ? chunks : chunks.parallel())
        .forEach(
            chunk ->
                work.run(
                    chunk,
                    (int) ((long) items * chunk / total),
                    (int) ((long) items * (chunk + 1) / total)));
  }
}
