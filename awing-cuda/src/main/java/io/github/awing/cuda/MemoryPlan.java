package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Places regions in one arena, those that are not used at the same time in the same memory. */
final class MemoryPlan {

  /** What tensors are aligned to. */
  private static final long ALIGNMENT = 256;

  private MemoryPlan() {}

  /**
   * Gives every region its place, the largest first, each at the lowest place that is free.
   *
   * @return bytes of the arena
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
      region.putAt(lowestFree(region, placed));
      placed.add(region);
      bytes = Math.max(bytes, aligned(region.end()));
    }
    return bytes;
  }

  private static long lowestFree(Region region, List<Region> placed) {
    List<Region> beside =
        placed.stream()
            .filter(region::livesWith)
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

  /** Bytes up to the next place where a tensor may begin. */
  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
