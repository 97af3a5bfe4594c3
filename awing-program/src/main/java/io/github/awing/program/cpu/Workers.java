package io.github.awing.program.cpu;

import java.util.concurrent.locks.LockSupport;
import org.bytedeco.dnnl.stream;

/**
 * Threads that run the same job at once, each its share, and can wait for each other. A waiting
 * thread spins for as long as waking a thread takes, then sleeps. One job runs at a time.
 */
final class Workers {

  /** Turns of the spinning loop, about as long as waking a thread takes. */
  private static final int TURNS = 2000;

  private final Thread[] threads;
  private final stream[] streams;
  private final int firstOwn;
  private final Object lock = new Object();

  private volatile Job job;
  private volatile int jobs;
  private volatile int finished;
  private volatile int meetings;
  private volatile Throwable failure;
  private volatile Thread caller;
  private int arrived;

  /** Work of each worker. */
  @FunctionalInterface
  interface Job {
    void run(int worker);
  }

  /**
   * Starts the threads, which end with the process.
   *
   * @param count number of workers, at least 1
   * @param callerIsFirst whether the calling thread is the first worker; oneDNN would then start
   *     its own threads for each calling thread
   */
  Workers(int count, boolean callerIsFirst) {
    threads = new Thread[count];
    streams = new stream[count];
    firstOwn = callerIsFirst ? 1 : 0;
    for (int worker = 0; worker < count; worker++) {
      int number = worker;
      streams[worker] = OneDnn.isAvailable() ? new stream(OneDnn.engine()) : null;
      if (worker >= firstOwn) {
        threads[worker] = new Thread(() -> work(number), "awing-" + worker);
        threads[worker].setDaemon(true);
        threads[worker].start();
      }
    }
  }

  stream stream(int worker) {
    return streams[worker];
  }

  /**
   * Runs a job on all workers, waits until all are finished, and throws the first exception of a
   * worker.
   */
  synchronized void run(Job next) {
    failure = null;
    finished = 0;
    caller = Thread.currentThread();
    if (firstOwn == 1) {
      threads[0] = caller;
    }
    job = next;
    jobs++;
    wakeOthers();
    if (firstOwn == 1) {
      work(next, 0);
    }
    boolean interrupted = false;
    // Not interruptible: a caller that stops waiting could free memory that workers still use.
    for (int turn = 0; finished < threads.length; turn++) {
      if (turn < TURNS && firstOwn == 1) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    job = null;
    if (interrupted) {
      caller.interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work(int worker) {
    for (int done = 0; ; done++) {
      int seen = done;
      await(() -> jobs != seen);
      work(job, worker);
    }
  }

  private void work(Job one, int worker) {
    try {
      one.run(worker);
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    synchronized (lock) {
      finished++;
    }
    if (finished == threads.length) {
      LockSupport.unpark(caller);
    }
  }

  /** Ends the job after a worker's failure; {@link #run} throws the first one. */
  void fail(Throwable thrown) {
    synchronized (lock) {
      if (failure == null) {
        failure = thrown;
      }
    }
  }

  /** Whether a worker has failed, so that the others need not continue. */
  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Waits for all workers, which must call this equally often. The last one runs {@code last}
   * before all continue.
   */
  void meet(Runnable last) {
    int before = meetings;
    boolean isLast;
    synchronized (lock) {
      isLast = ++arrived == threads.length;
    }
    if (!isLast) {
      await(() -> meetings != before);
      return;
    }
    arrived = 0;
    if (!hasFailed()) {
      try {
        last.run();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
    meetings = before + 1;
    wakeOthers();
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  private void await(Condition condition) {
    for (int turn = 0; !condition.holds(); turn++) {
      if (turn < TURNS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void wakeOthers() {
    for (Thread thread : threads) {
      if (thread != Thread.currentThread()) {
        LockSupport.unpark(thread);
      }
    }
  }
}
