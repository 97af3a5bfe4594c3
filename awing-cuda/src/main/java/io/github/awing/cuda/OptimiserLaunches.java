package io.github.awing.cuda;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes launches of regularisation, clip and update. Successive updates become one launch for each
 * rule, for any number of parameters' parts.
 */
final class OptimiserLaunches {

  /** Number of elements of a block. */
  private static final int SPAN = 4096;

  private final Lowering lowering;
  private final Map<Group, List<Step>> waiting = new LinkedHashMap<>();

  /** Properties that the updates of one launch share. */
  private record Group(Op.Update op, Operand numbers, Operand factor) {}

  OptimiserLaunches(Lowering lowering) {
    this.lowering = lowering;
  }

  void clip(Step step, Op.Clip op) {
    Place numbers = lowering.place(step.reads().get(0));
    Place factor = lowering.place(step.writes().get(0));
    Table table = tableOf(step.reads().subList(1, step.reads().size()));
    Card.Kernel kernel = lowering.engine().kernels().of("clip").kernel("clip");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                table.rows(),
                CardEngine.THREADS,
                table.address(),
                numbers.address(),
                factor.address(),
                lowering.partial().address(),
                lowering.counters().address(),
                Launch.real(op.longest())));
  }

  void penalty(Step step, Op.Penalty op) {
    Place result = lowering.place(step.writes().get(0));
    Table table = tableOf(step.reads());
    Card.Kernel kernel = lowering.engine().kernels().of("penalty").kernel("penalty");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                table.rows(),
                CardEngine.THREADS,
                table.address(),
                result.address(),
                lowering.partial().address(),
                lowering.counters().address(),
                Double.doubleToRawLongBits(op.decay() / 2)));
  }

  /** Table with a row for every block that sums some elements, and scratch memory for the sums. */
  private Table tableOf(List<Operand> parts) {
    Table table = lowering.table(2);
    for (Operand part : parts) {
      Place values = lowering.place(part);
      long length = part.shape().floats();
      for (long from = 0; from < length; from += SPAN) {
        long offset = from * Float.BYTES;
        long count = Math.min(SPAN, length - from);
        table.add(() -> new long[] {values.address() + offset, count});
      }
    }
    lowering.partial().require((long) table.rows() * Double.BYTES);
    lowering.counters().require(Integer.BYTES);
    return table;
  }

  void update(Step step, Op.Update op) {
    boolean conflicts =
        waiting.values().stream()
            .flatMap(List::stream)
            .anyMatch(
                other ->
                    step.allReads()
                            .anyMatch(read -> other.writes().stream().anyMatch(read::overlaps))
                        || step.writes().stream()
                            .anyMatch(
                                write ->
                                    other.allReads().anyMatch(write::overlaps)
                                        || other.writes().stream().anyMatch(write::overlaps)));
    if (conflicts) {
      flush();
    }
    Operand factor = step.reads().size() > 2 ? step.reads().get(2) : null;
    waiting
        .computeIfAbsent(new Group(op, step.reads().get(1), factor), absent -> new ArrayList<>())
        .add(step);
  }

  /** Adds the launches of all updates so far. */
  void flush() {
    waiting.forEach(this::launch);
    waiting.clear();
  }

  private void launch(Group group, List<Step> steps) {
    Table table = lowering.table(5);
    for (Step step : steps) {
      Place gradients = lowering.place(step.reads().get(0));
      List<Place> updated = step.writes().stream().map(lowering::place).toList();
      long length = step.writes().get(0).shape().floats();
      for (long from = 0; from < length; from += SPAN) {
        long offset = from * Float.BYTES;
        long count = Math.min(SPAN, length - from);
        table.add(
            () -> {
              long[] row = new long[5];
              row[0] = gradients.address() + offset;
              for (int i = 0; i < updated.size(); i++) {
                row[1 + i] = updated.get(i).address() + offset;
              }
              row[4] = count;
              return row;
            });
      }
    }
    Place numbers = lowering.place(group.numbers);
    Place factor = group.factor == null ? null : lowering.place(group.factor);
    Formula formula = Formula.of(group.op.rule());
    Card.Kernel kernel =
        lowering.engine().kernels().of("update").define("RULE", formula.name).kernel("update");
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                table.rows(),
                CardEngine.THREADS,
                table.address(),
                numbers.address(),
                factor == null ? 0 : factor.address(),
                lowering.refused().address(),
                Launch.real(group.op.weightDecay()),
                Launch.real(formula.a),
                Launch.real(formula.b),
                Launch.real(formula.epsilon)));
  }

  /** Name of a rule in the kernel, with its parameters. */
  private record Formula(String name, double a, double b, double epsilon) {

    static Formula of(UpdateRule rule) {
      if (rule instanceof UpdateRule.RootMeanSquare root) {
        return new Formula("ROOT_MEAN_SQUARE", root.decay(), 0, root.epsilon());
      }
      if (rule instanceof UpdateRule.AdaptiveMoments adam) {
        return new Formula("ADAPTIVE_MOMENTS", adam.beta1(), adam.beta2(), adam.epsilon());
      }
      return rule instanceof UpdateRule.GradientDescent
          ? new Formula("GRADIENT_DESCENT", 0, 0, 0)
          : new Formula("PLAIN", 0, 0, 0);
    }
  }
}
