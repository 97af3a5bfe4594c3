package io.github.awing.cuda;

import io.github.awing.program.TensorShape;
import java.util.List;

/**
 * Grid of a kernel that sums over all pixels for every channel. It has a block for each tile of
 * channels and each chunk of pixels.
 *
 * @param kernels of the card
 * @param pixels number of pixels of all faces
 * @param channels number of channels of a pixel
 * @param pack number of channels that are read at once
 * @param tile number of packs of channels in a block
 * @param chunks number of chunks of pixels
 */
record ChannelSums(
    KernelLibrary kernels, long pixels, int channels, int pack, int tile, int chunks) {

  /** Number of packs that neighbouring threads read in one transaction. */
  private static final int WIDEST = 32;

  /** Number of pixels that keep a thread busy enough. */
  private static final int PIXELS_OF_A_THREAD = 8;

  /** Divides the work, and requests the scratch memory that it needs. */
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
