package io.github.awing.cuda;

/** Scratch memory that the launches of a program use one after another, as large as the largest. */
final class SharedScratch {

  private long bytes;
  private long address;

  /** Asks for memory. */
  void require(long some) {
    bytes = Math.max(bytes, some);
  }

  long bytes() {
    return bytes;
  }

  void lieAt(long cardAddress) {
    address = cardAddress;
  }

  long address() {
    return address;
  }
}
