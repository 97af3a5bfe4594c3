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
 * Computes a bounded number of results ahead on other threads, and returns them in the order of
 * their sources.
 *
 * @param <S> source of a result
 * @param <T> result
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
   * @param work computes a result; {@link #next} throws its exceptions
   * @param most largest number of results that are started and not returned
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
   * Returns the next result. After an exception, the following results are still available.
   *
   * @throws RuntimeException of the work
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

  /** Drops the work that has not started. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
