package io.github.awing.cuda;

/**
 * Facts of a card.
 *
 * @param name as its driver says it
 * @param major of the compute capability: 9 of 9.0
 * @param minor of the compute capability
 * @param multiprocessors how many work side by side
 * @param bytes of memory in all
 */
record CardFacts(String name, int major, int minor, int multiprocessors, long bytes) {

  /** Whether convolutions can multiply TF32 and bfloat16: from Ampere on. */
  boolean isAmpereOrNewer() {
    return major >= 8;
  }

  /** The compute capability in one number: 75 of 7.5. */
  int architecture() {
    return 10 * major + minor;
  }
}
