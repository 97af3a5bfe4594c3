package io.github.awing.cuda;

import io.github.awing.program.Device;

/**
 * Memory and a stream for programs that run alternately: an arena of the largest program's size,
 * and the card's copies of the arrays that they share.
 */
final class CudaWorkspace implements Device.Workspace {

  private final Card card;
  private final CardStream stream;
  private final Residents residents;
  private long arena;
  private long capacity;
  private boolean closed;

  CudaWorkspace(Card card) {
    this.card = card;
    stream = card.newStream();
    residents = new Residents(card, stream);
  }

  CardStream stream() {
    return stream;
  }

  Residents residents() {
    return residents;
  }

  /**
   * Address of an arena of at least this number of bytes. Recordings that use another address are
   * invalid.
   */
  long arena(long bytes) {
    if (capacity < Math.max(1, bytes)) {
      stream.await();
      release();
      capacity = Math.max(1, bytes);
      arena = card.allocate(capacity);
    }
    return arena;
  }

  private void release() {
    if (capacity > 0) {
      card.free(arena);
      capacity = 0;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      residents.close();
      release();
      stream.close();
    }
  }
}
