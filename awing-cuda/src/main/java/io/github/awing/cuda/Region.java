package io.github.awing.cuda;

/**
 * Memory of the card that a program uses from one of its steps to a later one. Where it lies is
 * known once all regions are.
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

  /** Says that a step uses it. */
  void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  /** Whether a step uses it. */
  boolean isUsed() {
    return last >= 0;
  }

  /** Whether both are used at some time between. */
  boolean livesWith(Region other) {
    return first <= other.last && other.first <= last;
  }

  /** Says where it lies in its arena. */
  void putAt(long bytesBefore) {
    offset = bytesBefore;
  }

  /** First byte after it in its arena. */
  long end() {
    return offset + bytes;
  }

  /** Where it lies in its arena. */
  long offset() {
    return offset;
  }

  /** Says where it lies on the card. */
  void lieAt(long cardAddress) {
    address = cardAddress;
  }

  /** Where it lies on the card. */
  long address() {
    return address;
  }
}
