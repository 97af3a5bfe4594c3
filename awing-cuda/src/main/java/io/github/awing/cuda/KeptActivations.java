package io.github.awing.cuda;

import io.github.awing.program.Buffer;
import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes recomputed batch normalisations from a program, so that their first result is kept.
 * Programs recompute them for processors, whose caches make that cheaper than keeping the results.
 * Without recomputing, the program needs more memory.
 */
final class KeptActivations {

  private final Program program;
  private final Map<Key, Integer> computed = new HashMap<>();
  private final Map<Integer, Integer> instead = new HashMap<>();

  private record Key(Op op, List<Operand> reads) {}

  private KeptActivations(Program program) {
    this.program = program;
  }

  /** The program without recomputed normalisations. */
  static Program of(Program program) {
    return new KeptActivations(program).run();
  }

  private Program run() {
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      Step now = renamed(step);
      Key key = new Key(now.op(), now.reads());
      int result = step.writes().get(0).buffer();
      if (step.op() instanceof Op.Normalise && isWrittenOnce(result)) {
        Integer there = computed.putIfAbsent(key, result);
        if (there != null) {
          instead.put(result, there);
          continue;
        }
      }
      forgetReadersOf(now);
      steps.add(now);
    }
    return new Program(program.faces(), program.buffers(), steps);
  }

  private boolean isWrittenOnce(int number) {
    Buffer buffer = program.buffers().get(number);
    return buffer.role() == Role.TEMPORARY
        && program.steps().stream()
                .flatMap(step -> step.writes().stream())
                .filter(write -> write.buffer() == number)
                .count()
            == 1;
  }

  /** Forgets results computed from operands that a step changes. */
  private void forgetReadersOf(Step step) {
    computed
        .keySet()
        .removeIf(
            key ->
                step.writes().stream()
                    .anyMatch(write -> key.reads.stream().anyMatch(write::overlaps)));
  }

  private Step renamed(Step step) {
    return new Step(
        step.op(),
        step.reads().stream().map(this::renamed).toList(),
        step.writes(),
        step.accumulate());
  }

  private Operand renamed(Operand operand) {
    return new Operand(
        instead.getOrDefault(operand.buffer(), operand.buffer()),
        operand.offset(),
        operand.shape());
  }
}
