package io.github.awing.cuda;

/**
 * Facts of a card.
 *
 * @param name from its driver
 * @param major of the compute capability: 9 of 9.0
 * @param minor of the compute capability
 * @param multiprocessors number of multiprocessors
 * @param bytes of its memory
 */
record CardFacts(String name, int major, int minor, int multiprocessors, long bytes) {

  /** Whether convolutions can multiply TF32 and bfloat16, which cards from Ampere on can. */
  boolean isAmpereOrNewer() {
    return major >= 8;
  }

  /** The compute capability as one number: 75 for 7.5. */
  int architecture() {
    return 10 * major + minor;
  }
}
