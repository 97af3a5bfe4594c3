package io.github.awing.program.cpu;

import io.github.awing.program.Buffer;
import io.github.awing.program.Operand;
import io.github.awing.program.cpu.Task.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plan of the temporary buffers' memory. A buffer that lives within one segment lies in each
 * worker's own memory, with the size of a slice or of a worker's share; all other buffers lie in
 * memory that all workers share. Buffers that are not alive at the same time may share a place.
 *
 * @param shared number of floats that all workers share
 * @param local number of floats of each worker's own memory
 * @param scratch number of floats of each worker's scratch memory
 * @param places of the buffers, by buffer number
 */
record MemoryPlan(long shared, long local, long scratch, Map<Integer, Spot> places) {

  /**
   * Place of a buffer.
   *
   * @param place memory that holds it
   * @param offset in that memory, in floats
   */
  record Spot(Tensor.Place place, long offset) {}

  /** Lifetime of a buffer, by segment, and within the segment by run and by task. */
  private static final class Life {
    private int firstSegment = Integer.MAX_VALUE;
    private int lastSegment = -1;
    private int firstRun = Integer.MAX_VALUE;
    private int lastRun = -1;
    private int firstTask = Integer.MAX_VALUE;
    private int lastTask = -1;
    private boolean sliced = true;

    void touch(int segment, int run, int task, Kind kind) {
      firstSegment = Math.min(firstSegment, segment);
      lastSegment = Math.max(lastSegment, segment);
      firstRun = Math.min(firstRun, run);
      lastRun = Math.max(lastRun, run);
      firstTask = Math.min(firstTask, task);
      lastTask = Math.max(lastTask, task);
      sliced &= kind.isSliced();
    }

    Tensor.Place place(Buffer buffer) {
      if (!sliced || !buffer.perFace() || firstSegment != lastSegment) {
        return Tensor.Place.SHARED;
      }
      return firstRun == lastRun ? Tensor.Place.SLICE : Tensor.Place.WORKER;
    }
  }

  /** Buffer with its size and its lifetime. */
  private record Item(int buffer, long floats, int from, int to) {
    boolean meets(Item other) {
      return from <= other.to && other.from <= to;
    }
  }

  /**
   * Makes a plan.
   *
   * @param slicesPerWorker largest number of slices of a worker
   */
  static MemoryPlan of(Lowering lowering, int slicesPerWorker) {
    Map<Integer, Life> lives = lives(lowering.segments());
    Map<Integer, Spot> spots = new HashMap<>();
    List<Item> shared = new ArrayList<>();
    Map<Integer, List<Item>> local = new HashMap<>();
    for (var entry : lives.entrySet()) {
      int number = entry.getKey();
      Buffer buffer = lowering.buffers().get(number);
      if (buffer.role() != Buffer.Role.TEMPORARY) {
        continue;
      }
      Life life = entry.getValue();
      Tensor.Place place = life.place(buffer);
      spots.put(number, new Spot(place, 0));
      if (place == Tensor.Place.SHARED) {
        shared.add(new Item(number, buffer.floats(), life.firstSegment, life.lastSegment));
      } else {
        long perSlice = lowering.sliceFloats(buffer);
        boolean one = place == Tensor.Place.SLICE;
        local
            .computeIfAbsent(life.firstSegment, absent -> new ArrayList<>())
            .add(
                new Item(
                    number,
                    one ? perSlice : perSlice * slicesPerWorker,
                    one ? life.firstTask : 0,
                    one ? life.lastTask : Integer.MAX_VALUE));
      }
    }
    long sharedFloats = place(shared, spots);
    long localFloats =
        local.values().stream().mapToLong(items -> place(items, spots)).max().orElse(0);
    long scratch =
        lowering.segments().stream()
            .flatMap(segment -> segment.tasks().stream())
            .mapToLong(Task::scratch)
            .max()
            .orElse(0);
    return new MemoryPlan(sharedFloats, localFloats, Arena.aligned(scratch), spots);
  }

  private static Map<Integer, Life> lives(List<Segment> segments) {
    Map<Integer, Life> lives = new HashMap<>();
    for (int s = 0; s < segments.size(); s++) {
      List<Segment.Run> runs = new ArrayList<>(segments.get(s).runs());
      segments.get(s).ending().forEach(task -> runs.add(new Segment.Run(Kind.ONCE, List.of(task))));
      int position = 0;
      for (int r = 0; r < runs.size(); r++) {
        for (Task task : runs.get(r).tasks()) {
          int segment = s;
          int run = r;
          int at = position++;
          Stream.concat(task.reads().stream(), task.writes().stream())
              .map(Operand::buffer)
              .forEach(
                  buffer ->
                      lives
                          .computeIfAbsent(buffer, absent -> new Life())
                          .touch(segment, run, at, task.kind()));
        }
      }
    }
    return lives;
  }

  /**
   * Places the largest items first, each at the lowest possible offset; returns the total number of
   * floats.
   */
  private static long place(List<Item> items, Map<Integer, Spot> spots) {
    items.sort(Comparator.comparingLong(Item::floats).reversed().thenComparing(Item::buffer));
    List<Item> placed = new ArrayList<>();
    long total = 0;
    for (Item item : items) {
      long offset = 0;
      for (Item other : placed) {
        long start = spots.get(other.buffer).offset();
        long end = start + Arena.aligned(other.floats);
        if (item.meets(other) && start < offset + item.floats && offset < end) {
          offset = end;
        }
      }
      spots.put(item.buffer, new Spot(spots.get(item.buffer).place(), offset));
      // Sorted by place, so that the search above goes upwards.
      int at = 0;
      while (at < placed.size() && spots.get(placed.get(at).buffer).offset() <= offset) {
        at++;
      }
      placed.add(at, item);
      total = Math.max(total, offset + Arena.aligned(item.floats));
    }
    return total;
  }
}
