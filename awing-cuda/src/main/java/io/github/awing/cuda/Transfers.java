package io.github.awing.cuda;

import org.bytedeco.javacpp.Pointer;

/**
 * Copies between the caller's memory and the card's through a block of page-locked memory, which
 * the card copies from and to at full speed.
 */
final class Transfers implements AutoCloseable {

  private final Card card;
  private final CardStream stream;
  private long pinned;
  private long capacity;
  private long used;

  Transfers(Card card, CardStream stream) {
    this.card = card;
    this.stream = stream;
  }

  /**
   * Allocates space for copies. Earlier copies must be finished.
   *
   * @param bytes of all copies until the next call, each rounded up to 16
   */
  void begin(long bytes) {
    if (capacity < bytes) {
      release();
      pinned = card.allocatePinned(bytes);
      capacity = bytes;
    }
    used = 0;
  }

  /** Bytes of the block that a copy needs. */
  static long room(long bytes) {
    return (bytes + 15) / 16 * 16;
  }

  /** Copies to the card; the host's memory may change when this returns. */
  void upload(long to, long host, long bytes) {
    long at = take(bytes);
    copy(at, host, bytes);
    stream.upload(to, at, bytes);
  }

  /** Begins a copy from the card, which is complete when the stream is done. */
  long download(long from, long bytes) {
    long at = take(bytes);
    stream.download(at, from, bytes);
    return at;
  }

  private long take(long bytes) {
    long at = pinned + used;
    used += room(bytes);
    return at;
  }

  /** Copies within the host's memory. */
  static void copy(long to, long from, long bytes) {
    Pointer.memcpy(new Address(to), new Address(from), bytes);
  }

  @Override
  public void close() {
    release();
  }

  private void release() {
    if (capacity > 0) {
      card.freePinned(pinned);
      capacity = 0;
    }
  }
}
