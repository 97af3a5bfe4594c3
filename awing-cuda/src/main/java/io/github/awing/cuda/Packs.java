package io.github.awing.cuda;

import java.util.Collection;
import java.util.List;

/**
 * Computes the number of neighbouring channels that a kernel can read and write at once: 16 bytes
 * if they fit.
 */
final class Packs {

  private static final int MOST = 8;
  private static final int BYTES = 16;

  private Packs() {}

  /**
   * The largest pack for some tensors.
   *
   * @param places all tensors that are read and written in packs
   * @param channels numbers of channels that the pack must divide
   */
  static int of(Collection<Place> places, List<Integer> channels) {
    int narrowest = places.stream().mapToInt(place -> place.storage().bytes()).min().orElseThrow();
    int pack = Math.min(MOST, BYTES / narrowest);
    while (!fits(pack, places, channels)) {
      pack /= 2;
    }
    return pack;
  }

  private static boolean fits(int pack, Collection<Place> places, List<Integer> channels) {
    return channels.stream().allMatch(count -> count % pack == 0)
        && places.stream()
            .allMatch(place -> place.offset() % ((long) pack * place.storage().bytes()) == 0);
  }
}
