package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.ProgramBuilder;
import io.github.awing.program.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Contract test that runs with staged inputs give the same results as runs without. */
abstract class StagingContract {

  private static final TensorShape SHAPE = new TensorShape(1, 4, 4, 8);

  private final ProgramBuilder builder = new ProgramBuilder(1);
  private final Operand left = builder.tensor(Role.INPUT, SHAPE);
  private final Operand right = builder.tensor(Role.INPUT, SHAPE);
  private final Operand sum = builder.tensor(Role.OUTPUT, SHAPE);

  StagingContract() {
    builder.step(new Op.Add(), List.of(left, right), sum);
  }

  /** The card. */
  protected abstract Device device();

  private static INDArray numbers(double value) {
    return Nd4j.valueArrayOf(new long[] {1, 4, 4, 8}, value, DataType.FLOAT);
  }

  private void requireSum(Executable executable, INDArray one, INDArray other, double expected) {
    INDArray found = numbers(Double.NaN);
    executable.run(Map.of(left, one, right, other, sum, found));
    assertThat(found.data().asDouble()).containsOnly(expected);
  }

  @Test
  void theNextBatchIsStagedBeforeOneRuns() {
    try (Executable executable = device().bind(builder.build())) {
      List<INDArray> batches = new ArrayList<>();
      for (int batch = 0; batch < 6; batch++) {
        batches.add(numbers(batch));
      }
      INDArray ten = numbers(10);
      executable.stage(Map.of(left, batches.get(0)));
      for (int batch = 0; batch < 6; batch++) {
        if (batch + 1 < 6) {
          executable.stage(Map.of(left, batches.get(batch + 1)));
        }
        requireSum(executable, batches.get(batch), ten, 10 + batch);
        // Inputs that a run has taken may be overwritten.
        batches.get(batch).assign(77);
      }
    }
  }

  @Test
  void aRunOfOtherArraysIgnoresStagedInputs() {
    try (Executable executable = device().bind(builder.build())) {
      INDArray staged = numbers(1);
      INDArray ten = numbers(10);
      executable.stage(Map.of(left, staged, right, ten));
      requireSum(executable, numbers(2), ten, 12);
      requireSum(executable, staged, ten, 11);
    }
  }

  @Test
  void discardedInputsMayChange() {
    try (Executable executable = device().bind(builder.build())) {
      INDArray staged = numbers(1);
      INDArray ten = numbers(10);
      executable.stage(Map.of(left, staged));
      executable.stage(Map.of());
      staged.assign(5);
      requireSum(executable, staged, ten, 15);
    }
  }

  @Test
  void stagedInputsThatNeverRunAreFreed() {
    Executable executable = device().bind(builder.build());
    executable.stage(Map.of(left, numbers(1)));
    executable.stage(Map.of(left, numbers(2)));
    executable.close();
  }
}
