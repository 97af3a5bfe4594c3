package io.github.awing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that the cases cover all operations. */
class OpCasesTest {

  private static final Set<Class<?>> ALL = Set.of(Op.class.getPermittedSubclasses());

  private static final Set<Class<?>> NEVER_ADDED =
      Set.of(
          Op.Convolution.class,
          Op.Statistics.class,
          Op.Normalise.class,
          Op.Loss.class,
          Op.Penalty.class,
          Op.Clip.class,
          Op.Update.class);

  private static Set<Class<?>> operations(List<OpCase> cases, Predicate<OpCase> which) {
    return cases.stream().filter(which).map(one -> one.op().getClass()).collect(Collectors.toSet());
  }

  @Test
  void everyOperationAndRuleHasACase() {
    List<OpCase> cases = OpCases.all().toList();
    assertThat(operations(cases, one -> true)).isEqualTo(ALL);
    assertThat(operations(cases, one -> !one.accumulate())).isEqualTo(ALL);
    Set<Class<?>> added = operations(cases, OpCase::accumulate);
    assertThat(ALL).allMatch(op -> added.contains(op) != NEVER_ADDED.contains(op));
    assertThat(
            cases.stream()
                .filter(one -> one.op() instanceof Op.Update)
                .map(one -> ((Op.Update) one.op()).rule().getClass())
                .collect(Collectors.<Class<?>>toSet()))
        .isEqualTo(Set.of(UpdateRule.class.getPermittedSubclasses()));
  }

  @Test
  void refusesToAccumulateOtherResults() {
    Map<Class<?>, Op> one =
        OpCases.all()
            .map(OpCase::op)
            .collect(Collectors.toMap(Object::getClass, op -> op, (first, other) -> first));
    assertThat(NEVER_ADDED)
        .allSatisfy(
            op ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Step(one.get(op), List.of(), List.of(), true))
                    .withMessageContaining(op.getSimpleName()));
  }
}
