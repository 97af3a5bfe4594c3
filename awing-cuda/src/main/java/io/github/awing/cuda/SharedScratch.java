package io.github.awing.cuda;

/**
 * Scratch memory that the launches of a program use one after another, of the largest requested
 * size.
 */
final class SharedScratch {

  private long bytes;
  private Region region;

  /** Requests memory. */
  void require(long some) {
    bytes = Math.max(bytes, some);
  }

  /** The memory, after all requests; used from the first step to the last. */
  Region region(int lastStep) {
    region = new Region(bytes);
    region.touch(0);
    region.touch(lastStep);
    return region;
  }

  long address() {
    return region.address();
  }
}
