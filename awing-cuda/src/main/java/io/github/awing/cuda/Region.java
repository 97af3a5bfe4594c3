package io.github.awing.cuda;

/**
 * Memory of the card that a program uses from one of its steps to a later one. Its address is known
 * when all regions are placed.
 */
final class Region {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long offset;
  private long address;

  Region(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** Marks the region as used by a step. */
  void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  /** Whether any step uses the region. */
  boolean isUsed() {
    return last >= 0;
  }

  /** Whether the lifetimes of both regions overlap. */
  boolean overlapsLifetimeOf(Region other) {
    return first <= other.last && other.first <= last;
  }

  /** Sets the offset in the arena. */
  void setOffset(long bytesBefore) {
    offset = bytesBefore;
  }

  /** End of the region in its arena, exclusive. */
  long end() {
    return offset + bytes;
  }

  /** Offset in the arena. */
  long offset() {
    return offset;
  }

  /** Sets the address on the card. */
  void setAddress(long cardAddress) {
    address = cardAddress;
  }

  /** Address on the card. */
  long address() {
    return address;
  }
}
