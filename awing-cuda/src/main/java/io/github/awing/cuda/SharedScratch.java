package io.github.awing.cuda;

/** Scratch memory that the launches of a program use one after another, as large as the largest. */
final class SharedScratch {

  private long bytes;
  private Region region;

  /** Asks for memory. */
  void require(long some) {
    bytes = Math.max(bytes, some);
  }

  /** The memory, once all have asked; used from the first step to the last. */
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
