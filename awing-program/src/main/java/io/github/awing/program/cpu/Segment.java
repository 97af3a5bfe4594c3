package io.github.awing.program.cpu;

import io.github.awing.program.Operand;
import io.github.awing.program.cpu.Task.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Group of tasks within which no worker waits for another, and the tasks that one worker runs at
 * the end.
 */
final class Segment {

  /**
   * Tasks of one kind on a worker's share.
   *
   * @param kind of all of them
   * @param tasks for {@link Kind#SLICES} run slice by slice, so that a slice stays in the cache
   */
  record Run(Kind kind, List<Task> tasks) {}

  private final List<Task> tasks = new ArrayList<>();

  void add(Task task) {
    tasks.add(task);
  }

  /** Whether all workers must finish this segment before the task can run. */
  boolean mustEndBefore(Task task) {
    return tasks.stream()
        .anyMatch(earlier -> !canRunTogether(earlier, task) && conflict(earlier, task));
  }

  /**
   * Sliced tasks depend only on a worker's own slices, and one worker runs the final tasks in
   * order.
   */
  private static boolean canRunTogether(Task earlier, Task later) {
    return later.kind() == Kind.ONCE || earlier.kind().isSliced() && later.kind().isSliced();
  }

  /** Whether one task reads or writes memory that the other writes. */
  static boolean conflict(Task earlier, Task later) {
    return earlier.writes().stream().anyMatch(written -> touches(later, written))
        || later.writes().stream().anyMatch(earlier::readsFrom);
  }

  private static boolean touches(Task task, Operand operand) {
    return task.readsFrom(operand) || task.writesTo(operand);
  }

  /**
   * The runs of every worker, in order. Tasks on all slices run as late as possible, since they
   * empty the cache.
   */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    List<Task> late = new ArrayList<>();
    for (Task task : tasks) {
      if (task.kind() == Kind.ONCE) {
        continue;
      }
      if (late.stream().anyMatch(waiting -> conflict(waiting, task))) {
        late.forEach(waiting -> append(runs, waiting));
        late.clear();
      }
      if (task.kind() == Kind.GROUP) {
        late.add(task);
      } else {
        append(runs, task);
      }
    }
    late.forEach(waiting -> append(runs, waiting));
    return runs;
  }

  private static void append(List<Run> runs, Task task) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (task.kind() == Kind.SLICES && last != null && last.kind == Kind.SLICES) {
      last.tasks.add(task);
    } else {
      runs.add(new Run(task.kind(), new ArrayList<>(List.of(task))));
    }
  }

  /** The tasks that one worker runs when all are finished, in order. */
  List<Task> ending() {
    return tasks.stream().filter(task -> task.kind() == Kind.ONCE).toList();
  }

  List<Task> tasks() {
    return tasks;
  }
}
