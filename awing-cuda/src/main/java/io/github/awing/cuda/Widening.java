package io.github.awing.cuda;

import java.util.List;

/** Makes floats of bfloat16, which are the upper halves of floats. */
final class Widening {

  private static final String KERNEL = "widen";

  private static final String SOURCE =
      """
      extern "C" __global__ void widen(const unsigned short* from, float* to, long long count) {
        long long step = (long long) gridDim.x * blockDim.x;
        for (long long i = (long long) blockIdx.x * blockDim.x + threadIdx.x; i < count; i += step) {
          to[i] = __uint_as_float((unsigned int) from[i] << 16);
        }
      }
      """;

  private static final int THREADS = 256;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

  /** What places in a workspace are multiples of. */
  private static final long ALIGNMENT = 256;

  private final Card.Kernel kernel;
  private final int mostBlocks;

  private Widening(Card.Kernel kernel, int mostBlocks) {
    this.kernel = kernel;
    this.mostBlocks = mostBlocks;
  }

  /** Compiles it for a card. */
  static Widening on(Card card) {
    return new Widening(
        card.compile("widening.cu", SOURCE, List.of()).get(KERNEL),
        BLOCKS_PER_MULTIPROCESSOR * card.facts().multiprocessors());
  }

  /** Bytes for so many numbers, with what lies beyond them aligned. */
  static long bytes(long count, int each) {
    return (count * each + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  void addTo(CardStream stream, long from, long to, long count) {
    long blocks = Math.min(mostBlocks, (count + THREADS - 1) / THREADS);
    stream.launch(kernel, (int) blocks, THREADS, from, to, count);
  }
}
