package io.github.awing.model.layer;

import java.util.stream.IntStream;

/**
 * Splits work over all cores. How it is split depends on its size alone, never on the number of
 * cores, so sums come out the same on every machine.
 */
final class Chunks {

  private static final int MOST = 16;

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

  /** Runs the work on all chunks of the items and returns when all are done. */
  static void run(int items, Work work) {
    int chunks = count(items);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk ->
                work.run(
                    chunk,
                    (int) ((long) items * chunk / chunks),
                    (int) ((long) items * (chunk + 1) / chunks)));
  }
}
