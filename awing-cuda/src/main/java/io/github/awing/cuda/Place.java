package io.github.awing.cuda;

/**
 * Where an operand lies in the card's memory.
 *
 * @param region that it lies in
 * @param offset bytes of the region before it
 * @param storage of its numbers
 */
record Place(Region region, long offset, Storage storage) {

  /** Where it lies on the card. */
  long address() {
    return region.address() + offset;
  }

  /** Whether it is a tensor that convolutions can read or write as it is. */
  boolean isAligned() {
    return offset == 0;
  }
}
