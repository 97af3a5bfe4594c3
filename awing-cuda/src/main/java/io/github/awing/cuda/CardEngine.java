package io.github.awing.cuda;

import io.github.awing.program.Operand;
import io.github.awing.program.Precision;

/**
 * What programs on a card are lowered with.
 *
 * @param card that runs them
 * @param kernels of the card
 * @param precision of convolutions
 * @param deterministic whether every run must give the same bits
 */
record CardEngine(Card card, KernelLibrary kernels, Precision precision, boolean deterministic) {

  /** Threads of a block. */
  static final int THREADS = 256;

  /** What the channels of bfloat16 must be a multiple of for tensor cores: 16 bytes. */
  private static final int MULTIPLE = 8;

  /** Blocks that keep a multiprocessor busy while others wait for memory. */
  private static final int BLOCKS_EACH = 8;

  /** Type of activations and weights in the card's memory. */
  Storage activations() {
    return precision == Precision.BFLOAT16 ? Storage.BFLOAT16 : Storage.FLOAT;
  }

  /** Channels of a convolution on this card. */
  ConvolutionSize size(Operand input, Operand output, int kernel) {
    return ConvolutionSize.of(
        input.shape(), output.shape(), kernel, precision == Precision.BFLOAT16 ? MULTIPLE : 1);
  }

  /** The most blocks of a launch whose threads go on to a next pack. */
  int mostBlocks() {
    return BLOCKS_EACH * card.facts().multiprocessors();
  }

  /**
   * Blocks for so many packs.
   *
   * @throws IllegalArgumentException if they are too many to be counted by 32 bits
   */
  int blocks(long packs) {
    if (packs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor of %d numbers is too large for a card: use a smaller batch".formatted(packs));
    }
    return (int) Math.max(1, Math.min((packs + THREADS - 1) / THREADS, mostBlocks()));
  }
}
