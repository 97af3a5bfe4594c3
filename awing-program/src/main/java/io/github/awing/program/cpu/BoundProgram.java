package io.github.awing.program.cpu;

import io.github.awing.program.Buffer;
import io.github.awing.program.Program;
import io.github.awing.program.cpu.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Program lowered to tasks for one kind of parallelism, with its memory in an arena. */
final class BoundProgram implements AutoCloseable {

  /** Tasks that workers run before they meet, and tasks that one of them runs then. */
  private record Stage(List<Segment.Run> runs, List<Task> ending) {}

  private final Parallelism parallelism;
  private final Arena arena;
  private final List<Buffer> buffers;
  private final List<Tensor> tensors;
  private final List<INDArray> constants;
  private final List<Stage> stages;
  private final MemoryPlan plan;

  /** Whether all tasks run slice by slice, so that a run may have any number of slices. */
  private final boolean isSliceBySlice;

  private final int slices;
  private int moves;
  private long scratch;

  BoundProgram(Program program, Parallelism parallelism, Arena arena) {
    this.parallelism = parallelism;
    this.arena = arena;
    Lowering lowering = parallelism.make(() -> new Lowering(program, parallelism).run());
    slices = program.faces() / parallelism.facesPerSlice();
    buffers = lowering.buffers();
    tensors = new ArrayList<>(lowering.tensors().values());
    constants = lowering.constants();
    int mostSlices = (slices + parallelism.workers() - 1) / parallelism.workers();
    plan = MemoryPlan.of(lowering, mostSlices);
    tensors.stream()
        .filter(tensor -> plan.places().containsKey(tensor.operand().buffer()))
        .forEach(tensor -> tensor.place(plan.places().get(tensor.operand().buffer()).place()));
    stages =
        lowering.segments().stream()
            .map(segment -> new Stage(segment.runs(), segment.ending()))
            .collect(Collectors.toCollection(ArrayList::new));
    isSliceBySlice =
        stages.size() == 1
            && stages.get(0).ending.isEmpty()
            && stages.get(0).runs.stream().allMatch(run -> run.kind() == Kind.SLICES);
  }

  /**
   * Runs the program.
   *
   * @param arrays of the caller, by the number of their buffer
   * @param repeats multiple of the program's faces
   */
  void run(Map<Integer, INDArray> arrays, int repeats, Workers workers) {
    if (repeats != 1 && !isSliceBySlice) {
      throw new IllegalArgumentException(
          "a program with buffers for all its faces runs on that number of faces, not on a multiple");
    }
    place();
    for (Tensor tensor : tensors) {
      int number = tensor.operand().buffer();
      if (arrays.containsKey(number) || isCallers(buffers.get(number))) {
        tensor.setArray(arrays.get(number));
      }
    }
    workers.run(worker -> work(worker, slices * repeats, workers));
  }

  private static boolean isCallers(Buffer buffer) {
    return buffer.role() != Buffer.Role.TEMPORARY && buffer.role() != Buffer.Role.CONSTANT;
  }

  private void work(int worker, int slicesOfRun, Workers workers) {
    Lane lane =
        new Lane(
            worker,
            parallelism.workers(),
            slicesOfRun,
            workers.stream(worker),
            arena.address(scratch + worker * plan.scratch()));
    boolean upwards = true;
    for (Stage stage : stages) {
      if (!workers.hasFailed()) {
        try {
          for (Segment.Run run : stage.runs) {
            run(run, lane, upwards);
            // The slice that was last is still in the cache.
            upwards = !upwards;
          }
        } catch (RuntimeException | Error e) {
          workers.fail(e);
        }
      }
      if (stages.size() > 1 || !stage.ending.isEmpty()) {
        workers.meet(() -> stage.ending.forEach(task -> task.work().run(lane, 0, slicesOfRun)));
      }
    }
  }

  private static void run(Segment.Run run, Lane lane, boolean upwards) {
    if (run.kind() == Kind.SLICES) {
      for (int i = 0; i < lane.end() - lane.first(); i++) {
        int slice = upwards ? lane.first() + i : lane.end() - 1 - i;
        for (Task task : run.tasks()) {
          task.work().run(lane, slice, slice + 1);
        }
      }
    } else {
      run.tasks().forEach(task -> task.work().run(lane, lane.first(), lane.end()));
    }
  }

  /** Sets the addresses of the temporaries, if the arena has moved. */
  private void place() {
    int workers = parallelism.workers();
    scratch = plan.shared() + workers * plan.local();
    int found = arena.reserve(scratch + workers * plan.scratch());
    if (found == moves) {
      return;
    }
    moves = found;
    for (Tensor tensor : tensors) {
      MemoryPlan.Spot spot = plan.places().get(tensor.operand().buffer());
      if (spot == null) {
        continue;
      }
      long offset = spot.offset() + tensor.operand().offset();
      boolean shared = spot.place() == Tensor.Place.SHARED;
      long[] starts = new long[shared ? 1 : workers];
      for (int worker = 0; worker < starts.length; worker++) {
        long base = shared ? 0 : plan.shared() + worker * plan.local();
        starts[worker] = arena.address(base + offset);
      }
      tensor.setAddresses(starts, floats(tensor, spot.place()));
    }
  }

  private long floats(Tensor tensor, Tensor.Place place) {
    long all = tensor.operand().shape().floats();
    long perSlice = all / Math.max(1, slices);
    int mostSlices = (slices + parallelism.workers() - 1) / parallelism.workers();
    return switch (place) {
      case SHARED -> all;
      case WORKER -> perSlice * mostSlices;
      case SLICE -> perSlice;
    };
  }

  @Override
  public void close() {
    constants.forEach(INDArray::close);
  }
}
