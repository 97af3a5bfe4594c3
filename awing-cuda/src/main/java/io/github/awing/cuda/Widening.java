package io.github.awing.cuda;

/** Converts bfloat16, the upper halves of floats, to floats. */
final class Widening {

  private static final int THREADS = 256;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

  private final Card.Kernel kernel;
  private final int mostBlocks;

  private Widening(Card.Kernel kernel, int mostBlocks) {
    this.kernel = kernel;
    this.mostBlocks = mostBlocks;
  }

  /** Compiles the kernel for a card. */
  static Widening on(Card card) {
    return new Widening(
        new KernelLibrary(card)
            .of("convert")
            .input(Storage.BFLOAT16)
            .output(Storage.FLOAT)
            .kernel("convert"),
        BLOCKS_PER_MULTIPROCESSOR * card.facts().multiprocessors());
  }

  /** Bytes of {@code count} elements, rounded up to the alignment. */
  static long bytes(long count, int each) {
    return MemoryPlan.aligned(count * each);
  }

  void addTo(CardStream stream, long from, long to, long count) {
    long blocks = Math.min(mostBlocks, (count + THREADS - 1) / THREADS);
    stream.launch(kernel, (int) blocks, THREADS, from, to, count, 1, 1);
  }
}
