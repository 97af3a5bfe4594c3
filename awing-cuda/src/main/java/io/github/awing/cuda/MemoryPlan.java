package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Places regions in one arena. Regions that are not used at the same time may share memory. */
final class MemoryPlan {

  /** Alignment of tensors in bytes. */
  private static final long ALIGNMENT = 256;

  private MemoryPlan() {}

  /**
   * Sets every region's offset, the largest first, each at the lowest free offset.
   *
   * @return size of the arena in bytes
   */
  static long place(List<Region> regions) {
    List<Region> placed = new ArrayList<>();
    long bytes = 0;
    List<Region> bySize =
        regions.stream()
            .filter(Region::isUsed)
            .sorted(Comparator.comparingLong(Region::bytes).reversed())
            .toList();
    for (Region region : bySize) {
      region.setOffset(lowestFree(region, placed));
      placed.add(region);
      bytes = Math.max(bytes, aligned(region.end()));
    }
    return bytes;
  }

  private static long lowestFree(Region region, List<Region> placed) {
    List<Region> beside =
        placed.stream()
            .filter(region::overlapsLifetimeOf)
            .sorted(Comparator.comparingLong(Region::offset))
            .toList();
    long at = 0;
    for (Region other : beside) {
      if (at + region.bytes() <= other.offset()) {
        break;
      }
      at = Math.max(at, aligned(other.end()));
    }
    return at;
  }

  /** Rounds up to the alignment of tensors. */
  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
