package io.github.awing.eval.predict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Results that are worked out on other threads before they are asked for, a bounded number of them,
 * and handed over in the order of what they are made of.
 *
 * @param <S> what a result is made of
 * @param <T> a result
 */
final class Prefetcher<S, T> implements AutoCloseable {

  private final Iterator<S> sources;
  private final Function<S, T> work;
  private final int most;
  private final ExecutorService threads;
  private final Deque<Future<T>> begun = new ArrayDeque<>();

  /**
   * Starts no work yet.
   *
   * @param work whose exceptions come out of {@link #next}
   * @param most results begun and not handed over
   */
  Prefetcher(Iterator<S> sources, Function<S, T> work, int threads, int most) {
    this.sources = sources;
    this.work = work;
    this.most = most;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread daemon = new Thread(task, "ahead");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  boolean hasNext() {
    begin();
    return !begun.isEmpty();
  }

  /**
   * The next result. After an exception the one after it can still be asked for.
   *
   * @throws RuntimeException what the work has thrown
   * @throws InterruptedException if interrupted while waiting
   */
  T next() throws InterruptedException {
    begin();
    Future<T> first = begun.remove();
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  private void begin() {
    while (begun.size() < most && sources.hasNext()) {
      S source = sources.next();
      begun.add(threads.submit(() -> work.apply(source)));
    }
  }

  /** Drops what is not begun. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
