package io.github.awing.model.layer;

import java.util.stream.IntStream;

/** On how many cores work is done. */
enum Cores {
  /**
   * All of them. How work is split depends on its size alone, never on the number of cores, so sums
   * come out the same on every machine.
   */
  ALL(16) {
    @Override
    void run(int items, long floats, Work work) {
      int total = count(items);
      IntStream chunks = IntStream.range(0, total);
      (floats < WORTH_SHARING ? chunks : chunks.parallel())
          .forEach(
              chunk ->
                  work.run(
                      chunk,
                      (int) ((long) items * chunk / total),
                      (int) ((long) items * (chunk + 1) / total)));
    }
  },

  /** The one that asks, where every core has a face of its own. */
  ONE(1) {
    @Override
    void run(int items, long floats, Work work) {
      work.run(0, 0, items);
    }
  };

  /** Work on fewer floats is done before another core has woken up. */
  private static final long WORTH_SHARING = 1 << 18;

  private final int mostChunks;

  Cores(int mostChunks) {
    this.mostChunks = mostChunks;
  }

  /** Work on the items from {@code from} to before {@code to}. */
  @FunctionalInterface
  interface Work {
    void run(int chunk, int from, int to);
  }

  /** Into how many chunks so many items are split: at least one. */
  int count(int items) {
    return Math.max(1, Math.min(mostChunks, items));
  }

  /**
   * Runs the work on all chunks of the items and returns when all are done.
   *
   * @param items how many
   * @param floats how many floats the work reads in all
   */
  abstract void run(int items, long floats, Work work);
}
