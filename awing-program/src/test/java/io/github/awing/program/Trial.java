package io.github.awing.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.program.Buffer.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a program of one step and compares its results with the expected ones. */
final class Trial {

  /** Odd number, so that a part is not aligned for vector instructions. */
  private static final int FLOATS_BEFORE = 5;

  private static final int FLOATS_AFTER = 3;
  private static final float UNTOUCHED = 77.25f;
  private static final int STACKS = 3;

  private final OpCase one;
  private final ProgramBuilder builder;
  private final Map<Operand, INDArray> arrays = new HashMap<>();
  private final List<INDArray> results = new ArrayList<>();

  private Trial(OpCase one) {
    this.one = one;
    builder = new ProgramBuilder(one.faces());
  }

  /** Runs the case on a device and checks every result. */
  static void run(OpCase one, Device device, double tolerance) {
    new Trial(one).run(device, tolerance);
  }

  private void run(Device device, double tolerance) {
    List<Operand> reads = one.reads().stream().map(this::read).toList();
    List<Operand> writes = one.writes().stream().map(this::write).toList();
    builder.step(one.op(), reads, writes, one.accumulate());
    try (Executable executable = device.bind(builder.build())) {
      executable.run(arrays);
      executable.synchronise();
    }
    for (int i = 0; i < results.size(); i++) {
      judge(one.writes().get(i), results.get(i), tolerance);
    }
  }

  private Operand read(Given given) {
    Numbers numbers = given.numbers();
    switch (given.place()) {
      case TENSOR -> {
        Operand tensor = builder.tensor(Role.INPUT, numbers.shape());
        arrays.put(tensor, FloatArray.of(numbers.values()));
        return tensor;
      }
      case VECTOR -> {
        Operand vector = builder.vector(Role.INPUT, numbers.values().length);
        arrays.put(vector, FloatArray.of(numbers.values()));
        return vector;
      }
      case PART -> {
        double[] longer = within(numbers.values());
        Operand vector = builder.vector(Role.RESIDENT, longer.length);
        arrays.put(vector, FloatArray.of(longer));
        return vector.part(FLOATS_BEFORE, numbers.values().length);
      }
      case CONSTANT -> {
        return builder
            .constant(FloatArray.of(within(numbers.values())))
            .part(FLOATS_BEFORE, numbers.values().length);
      }
      default -> {
        return builder.tensor(Role.INPUT, numbers.shape());
      }
    }
  }

  private Operand write(Expected expected) {
    TensorShape shape = expected.after().shape();
    double[] there = new double[(int) shape.floats()];
    Arrays.fill(there, Double.NaN);
    if (expected.before() != null) {
      there = expected.before().values();
    }
    if (expected.place() == Expected.Place.TENSOR) {
      // An output's old values have no effect; a result that is accumulated needs them.
      Role role = expected.before() == null ? Role.OUTPUT : Role.RESIDENT;
      return result(builder.tensor(role, shape), FloatArray.of(there));
    }
    if (expected.place() == Expected.Place.PART) {
      double[] longer = within(there);
      Operand vector = result(builder.vector(Role.RESIDENT, longer.length), FloatArray.of(longer));
      return vector.part(FLOATS_BEFORE, there.length);
    }
    INDArray losses = Nd4j.valueArrayOf(new long[] {STACKS}, Double.NaN, DataType.DOUBLE);
    return result(builder.vector(Role.OUTPUT, STACKS), losses).part(place(one.op()), 1);
  }

  /** Index of the double that an operation writes. */
  private static int place(Op op) {
    return op instanceof Op.Penalty penalty ? penalty.place() : ((Op.Loss) op).stack();
  }

  private Operand result(Operand operand, INDArray array) {
    arrays.put(operand, array);
    results.add(array);
    return operand;
  }

  /** The numbers with others around them. */
  private static double[] within(double[] values) {
    double[] longer = new double[FLOATS_BEFORE + values.length + FLOATS_AFTER];
    Arrays.fill(longer, UNTOUCHED);
    System.arraycopy(values, 0, longer, FLOATS_BEFORE, values.length);
    return longer;
  }

  private void judge(Expected expected, INDArray array, double tolerance) {
    double[] found = array.reshape(array.length()).toDoubleVector();
    int length = expected.after().values().length;
    switch (expected.place()) {
      case TENSOR -> {}
      case PART -> {
        int end = FLOATS_BEFORE + length;
        assertThat(Arrays.copyOf(found, FLOATS_BEFORE)).containsOnly(UNTOUCHED);
        assertThat(Arrays.copyOfRange(found, end, found.length)).containsOnly(UNTOUCHED);
        found = Arrays.copyOfRange(found, FLOATS_BEFORE, end);
      }
      case LOSSES -> found = new double[] {found[place(one.op())]};
    }
    int section = length / expected.sections();
    for (int from = 0; from < length; from += section) {
      Closeness.require(
          one.name(),
          Arrays.copyOfRange(found, from, from + section),
          Arrays.copyOfRange(expected.after().values(), from, from + section),
          tolerance);
    }
  }
}
