package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import io.github.awing.program.nd4j.Nd4jDevice;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

class InferenceProgramTest {

  private static final HourglassSpec ONE_STACK = spec(1, 3, true, true, false);

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(1904073991);
  }

  private static HourglassSpec spec(
      int stacks, int depth, boolean coordConv, boolean boundary, boolean endRelu) {
    return new HourglassSpec(5, stacks, 16, depth, 64, coordConv, boundary, endRelu);
  }

  static Stream<HourglassSpec> specs() {
    return Stream.of(
        ONE_STACK,
        spec(2, 3, true, true, false),
        spec(2, 3, false, true, false),
        spec(2, 1, true, false, false),
        spec(3, 2, true, true, true));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void agreesWithTheNetworkForAnyNumberOfFaces(HourglassSpec spec) {
    HourglassNetwork network = network(spec);
    try (InferenceProgram program = network.compile(Devices.ofNd4j())) {
      // A few faces share the cores and many do not; leftovers in memory must have no effect.
      for (int faces : new int[] {1, 9, 1, 2, 70}) {
        INDArray pictures = pictures(faces);
        assertClose(program.heatmaps(pictures), network.heatmaps(pictures), 1e-5);
      }
    }
  }

  @Test
  void aFacesHeatmapsDoNotDependOnTheBatch() {
    try (InferenceProgram program = network(ONE_STACK).compile(Devices.ofNd4j())) {
      INDArray pictures = pictures(40);
      INDArray together = program.heatmaps(pictures);
      for (int face : new int[] {0, 17, 39}) {
        INDArrayIndex one = NDArrayIndex.interval(face, face + 1);
        assertClose(program.heatmaps(pictures.get(one)), together.get(one), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runsOnAnyNumberOfCores(int cores) {
    HourglassNetwork network = network(ONE_STACK);
    try (InferenceProgram program = network.compile(Devices.processor(Precision.FLOAT32, cores))) {
      for (int faces : new int[] {1, 3, 9}) {
        INDArray pictures = pictures(faces);
        assertClose(program.heatmaps(pictures), network.heatmaps(pictures), 1e-5);
      }
    }
  }

  @Test
  void nd4jsOperationsGiveTheSame() {
    for (HourglassSpec spec : specs().toList()) {
      HourglassNetwork network = network(spec);
      INDArray pictures = pictures(3);
      try (InferenceProgram slow = network.compile(new Nd4jDevice())) {
        assertClose(slow.heatmaps(pictures), network.heatmaps(pictures), 1e-5);
      }
    }
  }

  @Test
  void ignoresLaterChangesOfTheNetwork() {
    HourglassNetwork network = network(ONE_STACK);
    INDArray pictures = pictures(3);
    INDArray expected = network.heatmaps(pictures);
    try (InferenceProgram program = network.compile(Devices.ofNd4j())) {
      network.graph().params().muli(2);
      assertThat(network.heatmaps(pictures).distance2(expected)).isGreaterThan(1e-2);
      network.graph().close();
      assertClose(program.heatmaps(pictures), expected, 1e-5);
    }
  }

  @Test
  void threadsTakeTurns() throws Exception {
    HourglassNetwork network = network(ONE_STACK);
    List<INDArray> pictures = IntStream.range(0, 24).mapToObj(i -> pictures(1 + i % 5)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (InferenceProgram program = network.compile(Devices.ofNd4j())) {
      List<Future<INDArray>> found =
          pictures.stream().map(p -> threads.submit(() -> program.heatmaps(p))).toList();
      for (int i = 0; i < found.size(); i++) {
        assertClose(found.get(i).get(), network.heatmaps(pictures.get(i)), 1e-5);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void bfloat16MovesHeatmapsLittle() {
    assumeThat(Devices.supports(Precision.BFLOAT16)).isTrue();
    HourglassNetwork network = network(ONE_STACK);
    INDArray pictures = pictures(3);
    INDArray exact = network.heatmaps(pictures);
    try (InferenceProgram program = network.compile(Devices.ofNd4j(Precision.BFLOAT16))) {
      INDArray found = program.heatmaps(pictures);
      double largest = exact.amaxNumber().doubleValue();
      assertClose(found, exact, 0.02 * largest);
      assertThat(found.equalsWithEps(exact, 1e-5)).isFalse();
    }
  }

  /** The threads of a parallel stream may be the threads that the program needs. */
  @Test
  @Timeout(60)
  void runsWithinAParallelStream() {
    HourglassNetwork network = network(new HourglassSpec(5, 2, 64, 2, 256, true, true, false));
    INDArray picture = Nd4j.rand(DataType.FLOAT, 1, 3, 256, 256);
    INDArray expected = network.heatmaps(picture);
    try (InferenceProgram two = network.compile(Devices.processor(Precision.FLOAT32, 2));
        InferenceProgram eight = network.compile(Devices.processor(Precision.FLOAT32, 8))) {
      IntStream.range(0, 80)
          .parallel()
          .forEach(i -> assertClose((i % 2 == 0 ? two : eight).heatmaps(picture), expected, 1e-4));
    }
  }

  @Test
  void refusesPicturesOfAnotherShape() {
    try (InferenceProgram program = network(ONE_STACK).compile(Devices.ofNd4j())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> program.heatmaps(Nd4j.zeros(DataType.FLOAT, 1, 3, 64, 32)))
          .withMessageContaining("[N, 3, 64, 64]");
    }
  }

  @Test
  void convertsOtherTypes() {
    INDArray pictures = pictures(2);
    try (InferenceProgram program = network(ONE_STACK).compile(Devices.ofNd4j())) {
      assertClose(
          program.heatmaps(pictures.castTo(DataType.DOUBLE)), program.heatmaps(pictures), 1e-6);
    }
  }

  @Test
  void refusesToRunOnceClosed() {
    InferenceProgram program = network(ONE_STACK).compile(Devices.ofNd4j());
    program.close();
    program.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> program.heatmaps(pictures(1)))
        .withMessageContaining("closed");
  }

  /** Gives batch normalisations statistics, scale and offset that have an effect. */
  private static HourglassNetwork network(HourglassSpec spec) {
    HourglassNetwork network = HourglassNetwork.create(spec, 3);
    network
        .graph()
        .paramTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_mean") || name.endsWith("_beta")) {
                values.assign(Nd4j.randn(DataType.FLOAT, values.shape()).muli(0.1));
              } else if (name.endsWith("_var") || name.endsWith("_gamma")) {
                values.assign(Nd4j.rand(DataType.FLOAT, values.shape()).addi(0.5));
              }
            });
    return network;
  }

  private static INDArray pictures(int faces) {
    return Nd4j.rand(DataType.FLOAT, faces, 3, 64, 64);
  }

  private static void assertClose(INDArray found, INDArray expected, double tolerance) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(Transforms.abs(found.sub(expected)).maxNumber().doubleValue())
        .isLessThanOrEqualTo(tolerance);
  }
}
