package io.github.awing.cuda;

import io.github.awing.program.TensorShape;
import java.util.List;

/**
 * The grid that sums up over all pixels for every channel: blocks for tiles of the channels times
 * chunks of the pixels.
 *
 * @param kernels of the card
 * @param pixels of all faces
 * @param channels of a pixel
 * @param pack channels that are read at once
 * @param tile packs of channels in a block
 * @param chunks of pixels
 */
record ChannelSums(
    KernelLibrary kernels, long pixels, int channels, int pack, int tile, int chunks) {

  /** Packs that neighbouring threads read together in one go. */
  private static final int WIDEST = 32;

  /** Pixels that are worth a thread. */
  private static final int PIXELS_OF_A_THREAD = 8;

  /** Divides the work, and asks for the scratch memory that it takes. */
  static ChannelSums of(Lowering lowering, TensorShape shape, List<Place> inputs) {
    int channels = shape.channels();
    int pack = Packs.of(inputs, List.of(channels));
    int packs = channels / pack;
    int tile = Math.min(WIDEST, Integer.highestOneBit(2 * packs - 1));
    int tiles = (packs + tile - 1) / tile;
    long pixels = (long) shape.faces() * shape.pixels();
    long worthwhile = pixels / ((long) CardEngine.THREADS / tile * PIXELS_OF_A_THREAD);
    int most = Math.max(1, lowering.engine().mostBlocks() / 2 / tiles);
    int chunks = (int) Math.max(1, Math.min(worthwhile, most));
    lowering.partial().require(2L * chunks * channels * Float.BYTES);
    lowering.counters().require((long) tiles * Integer.BYTES);
    return new ChannelSums(lowering.engine().kernels(), pixels, channels, pack, tile, chunks);
  }

  int blocks() {
    return (channels / pack + tile - 1) / tile * chunks;
  }

  KernelLibrary.Choice choice(String file) {
    return kernels.of(file).pack(pack).define("TILE", tile);
  }
}
