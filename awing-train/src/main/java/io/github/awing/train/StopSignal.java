package io.github.awing.train;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, or a polite kill: the program learns of it, ends its step, saves, and only then ends. To
 * be closed when all is saved.
 */
final class StopSignal implements AutoCloseable {

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "stop-signal");
  private volatile boolean given;

  /** Begins to listen. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the program is to end. */
  boolean given() {
    return given;
  }

  /** The virtual machine ends when its hooks do. */
  private void hold() {
    given = true;
    System.err.println("stopping after this step");
    try {
      saved.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    saved.countDown();
    if (!given) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came a moment ago, and its thread need not wait any more.
        given = true;
      }
    }
  }
}
