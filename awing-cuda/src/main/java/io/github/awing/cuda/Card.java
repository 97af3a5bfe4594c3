package io.github.awing.cuda;

import java.util.List;

/**
 * Graphics card: its memory, kernels, convolutions and streams. Addresses are plain numbers.
 *
 * <p>Safe for several threads; only one thread at a time may use a {@link CardStream}.
 */
interface Card extends AutoCloseable {

  /** Facts of the card. */
  CardFacts facts();

  /**
   * Allocates memory of the card, aligned to 256 bytes, with undefined content.
   *
   * @throws io.github.awing.program.DeviceException if there is not enough memory
   */
  long allocate(long bytes);

  /** Frees memory of the card. */
  void free(long address);

  /**
   * Allocates page-locked memory of the host, which the card copies from and to at full speed.
   *
   * @throws io.github.awing.program.DeviceException if there is not enough memory
   */
  long allocatePinned(long bytes);

  /** Frees page-locked memory. */
  void freePinned(long address);

  /**
   * Compiles kernels for this card, or reads them from the cache on disk.
   *
   * @param name of the source, for messages
   * @param source CUDA C++ in one text without includes; the kernels are {@code extern "C"}
   * @param options of NVRTC, such as {@code -DELEMENT=float}
   * @return kernels by name, valid until the card is closed
   */
  Kernels compile(String name, String source, List<String> options);

  /**
   * Prepares a convolution: chooses its plan by timing, which is cached on disk.
   *
   * @throws io.github.awing.program.DeviceException if cuDNN has no plan for it
   */
  CardConvolution convolution(ConvolutionTask task);

  /** Makes a stream. */
  CardStream newStream();

  @Override
  void close();

  /** Compiled kernels. */
  @FunctionalInterface
  interface Kernels {

    /**
     * Returns a kernel.
     *
     * @throws IllegalArgumentException if there is no kernel of this name
     */
    Kernel get(String name);
  }

  /** Compiled kernel. Belongs to the card that compiled it. */
  interface Kernel {}
}
