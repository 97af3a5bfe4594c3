package io.github.awing.cuda;

import io.github.awing.program.Operand;
import io.github.awing.program.Precision;

/**
 * Card, kernels and settings for the lowering of programs.
 *
 * @param card that runs the programs
 * @param kernels of the card
 * @param precision of convolutions
 * @param deterministic whether every run must give the same bits
 */
record CardEngine(Card card, KernelLibrary kernels, Precision precision, boolean deterministic) {

  /** Number of threads of a block. */
  static final int THREADS = 256;

  /** Multiple that the channels of bfloat16 must be for tensor cores: 16 bytes. */
  private static final int MULTIPLE = 8;

  /** Number of blocks that keep a multiprocessor busy while others wait for memory. */
  private static final int BLOCKS_EACH = 8;

  /** Type of activations and weights in the card's memory. */
  Storage activations() {
    return precision == Precision.BFLOAT16 ? Storage.BFLOAT16 : Storage.FLOAT;
  }

  /** Sizes of a convolution on this card. */
  ConvolutionSize size(Operand input, Operand output, int kernel) {
    return ConvolutionSize.of(
        input.shape(), output.shape(), kernel, precision == Precision.BFLOAT16 ? MULTIPLE : 1);
  }

  /** Largest number of blocks of a launch whose threads each compute several packs. */
  int mostBlocks() {
    return BLOCKS_EACH * card.facts().multiprocessors();
  }

  /**
   * Number of blocks for this number of packs.
   *
   * @throws IllegalArgumentException if the number exceeds 32 bits
   */
  int blocks(long packs) {
    if (packs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor of %d numbers is too large for a card: use a smaller batch".formatted(packs));
    }
    return (int) Math.max(1, Math.min((packs + THREADS - 1) / THREADS, mostBlocks()));
  }
}
