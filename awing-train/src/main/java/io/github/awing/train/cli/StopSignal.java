package io.github.awing.train.cli;

import io.github.awing.train.TrainingListener;
import java.util.concurrent.CountDownLatch;

/**
 * Stops a training at Ctrl-C, or at a kill that a program may answer: the training ends its step
 * and saves itself before the program ends. To be closed when all is saved.
 */
final class StopSignal implements TrainingListener, AutoCloseable {

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "stop-signal");
  private volatile boolean given;

  /** Listens from now on. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean stops() {
    return given;
  }

  /** Keeps the virtual machine from ending, which waits for its hooks. */
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
