package io.github.awing.cuda;

import java.util.List;

/**
 * A graphics card: its memory, kernels, convolutions and streams. Addresses are plain numbers.
 *
 * <p>Safe for several threads, of which one at a time uses a {@link CardStream}.
 */
interface Card extends AutoCloseable {

  /** What the card is. */
  CardFacts facts();

  /**
   * Memory of the card, aligned to 256 bytes, its contents undefined.
   *
   * @throws io.github.awing.program.DeviceException if there is not enough
   */
  long allocate(long bytes);

  /** Gives memory of the card back. */
  void free(long address);

  /**
   * Page-locked memory of the host, which the card copies from and to at full speed.
   *
   * @throws io.github.awing.program.DeviceException if there is not enough
   */
  long allocatePinned(long bytes);

  /** Gives page-locked memory back. */
  void freePinned(long address);

  /**
   * Compiles kernels for this card, or takes them from the cache on disk.
   *
   * @param name of the source, for messages
   * @param source CUDA C++, all in one text; the kernels are {@code extern "C"}
   * @param options of NVRTC, such as {@code -DELEMENT=float}
   * @return kernels by name, valid as long as the card is
   */
  Kernels compile(String name, String source, List<String> options);

  /**
   * Prepares a convolution: chooses its plan, timed once and remembered on disk.
   *
   * @throws io.github.awing.program.DeviceException if cuDNN has no plan for it
   */
  CardConvolution convolution(ConvolutionTask task);

  /** A stream of its own. */
  CardStream newStream();

  @Override
  void close();

  /** Compiled kernels. */
  @FunctionalInterface
  interface Kernels {

    /**
     * One kernel.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    Kernel get(String name);
  }

  /** A compiled kernel. Belongs to the card that compiled it. */
  interface Kernel {}
}
