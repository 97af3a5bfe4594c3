package io.github.awing.data.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Pool of the memory of finished batches, reused for later ones. Safe for several threads. */
final class BatchMemory implements AutoCloseable {

  private final Supplier<BatchArrays> maker;
  private final int most;
  private final Deque<BatchArrays> idle = new ArrayDeque<>();
  private boolean closed;

  /** Keeps the memory of at most {@code most} batches. */
  BatchMemory(Supplier<BatchArrays> maker, int most) {
    this.maker = maker;
    this.most = most;
  }

  BatchArrays take() {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return maker.get();
  }

  synchronized void giveBack(BatchArrays arrays) {
    if (closed || idle.size() == most) {
      arrays.free();
    } else {
      idle.push(arrays);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(BatchArrays::free);
    idle.clear();
  }
}
