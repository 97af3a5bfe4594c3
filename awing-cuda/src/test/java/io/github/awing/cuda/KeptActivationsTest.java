package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.ProgramBuilder;
import io.github.awing.program.TensorShape;
import io.github.awing.program.UpdateRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptActivationsTest {

  private static final TensorShape SHAPE = new TensorShape(1, 4, 4, 8);
  private static final Op NORMALISE = new Op.Normalise(1e-5);

  private final ProgramBuilder builder = new ProgramBuilder(1);
  private final Operand input = builder.tensor(Role.INPUT, SHAPE);
  private final Operand statistics = builder.vector(Role.INPUT, 16);
  private final Operand parameters = builder.vector(Role.RESIDENT, 32);
  private final Operand first = builder.tensor(Role.TEMPORARY, SHAPE);
  private final Operand second = builder.tensor(Role.TEMPORARY, SHAPE);
  private final Operand output = builder.tensor(Role.OUTPUT, SHAPE);

  private void normalise(Operand into) {
    builder.step(NORMALISE, List.of(input, statistics, parameters), into);
  }

  private void readBoth() {
    builder.step(new Op.Add(), List.of(first, second), output);
  }

  @Test
  void removesARecomputedNormalisation() {
    normalise(first);
    normalise(second);
    readBoth();
    Program kept = KeptActivations.of(builder.build());
    assertThat(kept.steps()).hasSize(2);
    assertThat(kept.steps().get(1).reads()).containsExactly(first, first);
  }

  @Test
  void keepsANormalisationOfOtherOperands() {
    normalise(first);
    Operand gradients = builder.vector(Role.RESIDENT, 32);
    Operand numbers = builder.vector(Role.INPUT, 2);
    builder.step(new Op.Update(new UpdateRule.Plain(), 0), List.of(gradients, numbers), parameters);
    normalise(second);
    readBoth();
    Program program = builder.build();
    assertThat(KeptActivations.of(program)).isEqualTo(program);
  }

  @Test
  void keepsANormalisationOfOverwrittenOperands() {
    normalise(first);
    builder.step(new Op.Relu(), List.of(input), first);
    normalise(second);
    readBoth();
    Program program = builder.build();
    assertThat(KeptActivations.of(program)).isEqualTo(program);
  }

  @Test
  void keepsTheCallersOutputs() {
    normalise(first);
    normalise(output);
    Program program = builder.build();
    assertThat(KeptActivations.of(program)).isEqualTo(program);
  }
}
