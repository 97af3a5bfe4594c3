package io.github.awing.program.cpu;

import java.nio.FloatBuffer;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Number of cores that run a loop. */
enum Cores {
  /**
   * All cores. The split of the work depends on its size alone, not on the number of cores, so sums
   * are the same on every machine.
   */
  ALL(16) {
    @Override
    void run(int items, long floats, Work work) {
      int total = count(items);
      IntConsumer part =
          chunk ->
              work.run(
                  chunk,
                  (int) ((long) items * chunk / total),
                  (int) ((long) items * (chunk + 1) / total));
      if (floats < WORTH_SHARING) {
        IntStream.range(0, total).forEach(part);
      } else {
        THREADS.submit(() -> IntStream.range(0, total).parallel().forEach(part)).join();
      }
    }
  },

  /** The calling core alone, used if every core has faces of its own. */
  ONE(1) {
    @Override
    void run(int items, long floats, Work work) {
      work.run(0, 0, items);
    }
  };

  /**
   * Not the common pool: all its threads may be waiting for a device, if a user's parallel stream
   * computes heatmaps.
   */
  private static final ForkJoinPool THREADS = new ForkJoinPool(CpuDevice.usualThreads());

  /** Number of floats below which the work is done before another core has woken up. */
  private static final long WORTH_SHARING = 1 << 18;

  /** Number of floats of which the first-level cache holds two tiles. */
  private static final int TILE = 2048;

  private final int mostChunks;

  Cores(int mostChunks) {
    this.mostChunks = mostChunks;
  }

  /** Work on the items from {@code from}, inclusive, to {@code to}, exclusive. */
  @FunctionalInterface
  interface Work {
    void run(int chunk, int from, int to);
  }

  /** Computes something that distributes its work itself. */
  static <T> T call(Supplier<T> work) {
    return THREADS.submit(work::get).join();
  }

  /** Adds floats to other floats. */
  void add(FloatBuffer addend, FloatBuffer sum) {
    int floats = sum.limit();
    run(
        (floats + TILE - 1) / TILE,
        2L * floats,
        (chunk, first, last) -> {
          float[] values = new float[TILE];
          float[] others = new float[TILE];
          for (int tile = first; tile < last; tile++) {
            int from = tile * TILE;
            int length = Math.min(TILE, floats - from);
            sum.get(from, values, 0, length);
            addend.get(from, others, 0, length);
            for (int i = 0; i < length; i++) {
              values[i] += others[i];
            }
            sum.put(from, values, 0, length);
          }
        });
  }

  /** Number of chunks into which the items are split, at least one. */
  int count(int items) {
    return Math.max(1, Math.min(mostChunks, items));
  }

  /**
   * Runs the work on all chunks of the items and returns when all are done.
   *
   * @param items number of items
   * @param floats number of floats that the work reads in total
   */
  abstract void run(int items, long floats, Work work);
}
