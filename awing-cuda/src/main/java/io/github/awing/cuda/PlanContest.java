package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the fastest plan by running plans on the card, with operands that are zero. */
final class PlanContest implements AutoCloseable {

  private static final int RUNS = 5;

  /** Ratio to the best plan's time above which a plan's first run is not repeated. */
  private static final float TOO_SLOW = 2;

  private final CudaMemory memory;
  private final CudaStream stream;
  private final List<Long> taken = new ArrayList<>();
  private final long first;
  private final long second;
  private final long result;
  private final long workspace;

  /**
   * Allocates memory for operands and workspace.
   *
   * @throws DeviceException if there is not enough memory
   */
  PlanContest(
      CudaMemory memory, CudaStream stream, ConvolutionTask task, List<ConvolutionPlan> plans) {
    this.memory = memory;
    this.stream = stream;
    long most = plans.stream().mapToLong(ConvolutionPlan::workspaceBytes).max().orElse(0);
    try {
      long element = task.precision() == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
      first = zeros(element * task.firstSize());
      second = zeros(element * task.secondSize());
      result = zeros(element * task.resultSize());
      workspace = most == 0 ? 0 : zeros(most);
    } catch (DeviceException e) {
      close();
      throw e;
    }
  }

  /** The fastest of the plans that run. */
  Optional<ConvolutionPlan> winner(List<ConvolutionPlan> plans) {
    Optional<ConvolutionPlan> winner = Optional.empty();
    float best = Float.POSITIVE_INFINITY;
    for (ConvolutionPlan plan : plans) {
      float time = milliseconds(plan, best);
      if (time < best) {
        best = time;
        winner = Optional.of(plan);
      }
    }
    return winner;
  }

  /** Median time of some runs; infinite if the plan does not run. */
  private float milliseconds(ConvolutionPlan plan, float best) {
    try {
      // The first run loads code.
      time(plan);
      float[] times = new float[RUNS];
      times[0] = time(plan);
      if (times[0] > TOO_SLOW * best) {
        return times[0];
      }
      for (int run = 1; run < RUNS; run++) {
        times[run] = time(plan);
      }
      Arrays.sort(times);
      return times[RUNS / 2];
    } catch (DeviceException e) {
      return Float.POSITIVE_INFINITY;
    }
  }

  private float time(ConvolutionPlan plan) {
    try (CudaStream.Event start = stream.timedMark()) {
      stream.run(plan, first, second, result, workspace);
      try (CudaStream.Event end = stream.timedMark()) {
        end.await();
        return end.millisecondsSince(start);
      }
    }
  }

  private long zeros(long bytes) {
    long address = memory.allocate(bytes);
    taken.add(address);
    stream.clear(address, bytes);
    return address;
  }

  @Override
  public void close() {
    stream.await();
    taken.forEach(memory::free);
  }
}
