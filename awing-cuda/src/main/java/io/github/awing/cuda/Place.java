package io.github.awing.cuda;

/**
 * Place of an operand in the card's memory.
 *
 * @param region that contains it
 * @param offset in the region, in bytes
 * @param storage type of its numbers
 */
record Place(Region region, long offset, Storage storage) {

  /** Address on the card. */
  long address() {
    return region.address() + offset;
  }

  /** Whether convolutions can read or write the tensor at this place. */
  boolean isAligned() {
    return offset == 0;
  }
}
