package io.github.awing.eval.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InferenceBackendTest {

  private static final HourglassSpec SMALL = new HourglassSpec(5, 1, 16, 2, 64, true, true, false);

  /** All kinds whose precision this processor multiplies. */
  static Stream<BackendKind> usable() {
    return Stream.of(BackendKind.values())
        .filter(kind -> kind != BackendKind.ND4J_BFLOAT16 || Devices.supports(Precision.BFLOAT16));
  }

  @ParameterizedTest
  @CsvSource({"1, true, true, 1", "2, true, true, 3", "2, false, true, 2", "1, false, false, 9"})
  void enginesOfFloatsAgree(int stacks, boolean coordConv, boolean boundary, int faces) {
    assertAgree(new HourglassSpec(5, stacks, 16, 2, 64, coordConv, boundary, false), faces);
  }

  /** Tolerance of three digits. */
  @Test
  void bfloat16Agrees() {
    assumeThat(Devices.supports(Precision.BFLOAT16)).isTrue();
    INDArray pictures = pictures(SMALL, 2, 5);
    INDArray expected = HourglassNetwork.create(SMALL, 3).heatmaps(pictures);
    try (InferenceBackend backend =
        BackendKind.ND4J_BFLOAT16.start(HourglassNetwork.create(SMALL, 3))) {
      assertClose(backend.heatmaps(pictures), expected, 0.03 * expected.amaxNumber().doubleValue());
    }
  }

  @Test
  @Tag("slow")
  void enginesOfFloatsAgreeInThePapersSize() {
    assertAgree(HourglassSpec.paper(98), 2);
  }

  @ParameterizedTest
  @MethodSource("usable")
  void parallelCallsGiveTheSameHeatmaps(BackendKind kind) throws Exception {
    try (InferenceBackend backend = kind.start(HourglassNetwork.create(SMALL, 1))) {
      List<INDArray> pictures = new ArrayList<>();
      List<INDArray> alone = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        pictures.add(pictures(SMALL, 1 + i % 3, i));
        alone.add(backend.heatmaps(pictures.get(i)));
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<INDArray>> together =
          pictures.stream().map(p -> threads.submit(() -> backend.heatmaps(p))).toList();
      for (int i = 0; i < together.size(); i++) {
        assertClose(together.get(i).get(), alone.get(i), 1e-6);
      }
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("usable")
  void anotherShapeIsRefused(BackendKind kind) {
    try (InferenceBackend backend = kind.start(HourglassNetwork.create(SMALL, 1))) {
      for (long[] shape : new long[][] {{1, 3, 32, 32}, {1, 1, 64, 64}, {3, 64, 64}}) {
        assertThatThrownBy(() -> backend.heatmaps(Nd4j.zeros(DataType.FLOAT, shape)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("pictures must be [N, 3, 64, 64], but are ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("usable")
  void aClosedBackendThrows(BackendKind kind) {
    InferenceBackend backend = kind.start(HourglassNetwork.create(SMALL, 1));
    backend.close();
    backend.close();

    assertThatThrownBy(() -> backend.heatmaps(pictures(SMALL, 1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void theCallersNetworkStaysOpen() {
    HourglassNetwork network = HourglassNetwork.create(SMALL, 1);
    InferenceBackend.on(network, Devices.ofNd4j()).close();

    try (InferenceBackend another = InferenceBackend.on(network, Devices.ofNd4j());
        INDArray heatmaps = another.heatmaps(pictures(SMALL, 1, 1))) {
      assertThat(heatmaps.shape()).containsExactly(1, 6, 16, 16);
    }
  }

  @Test
  void anUnknownEngineIsRefused() {
    assertThatThrownBy(() -> BackendKind.named("tensorflow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no engine 'tensorflow', but nd4j, nd4j-bfloat16, onnx");
  }

  @Test
  void withoutOnnxRuntimeNd4jIsUsed() throws Exception {
    List<URL> without = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().startsWith("onnxruntime")) {
        without.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> kinds = loader.loadClass(BackendKind.class.getName());

      assertThat(kinds.getMethod("fastest").invoke(null)).hasToString("ND4J");
      Object onnx = kinds.getMethod("named", String.class).invoke(null, "onnx");
      assertThatThrownBy(() -> kinds.getMethod("requireAvailable").invoke(onnx))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needs com.microsoft.onnxruntime:onnxruntime")
          .hasMessageContaining("nd4j");
    }
  }

  private static void assertAgree(HourglassSpec spec, int faces) {
    INDArray pictures = pictures(spec, faces, 5);
    INDArray expected = HourglassNetwork.create(spec, 3).heatmaps(pictures);
    assertThat(expected.amaxNumber().doubleValue()).isGreaterThan(0.1);
    for (BackendKind kind : List.of(BackendKind.ND4J, BackendKind.ONNX)) {
      try (InferenceBackend backend = kind.start(HourglassNetwork.create(spec, 3))) {
        assertClose(backend.heatmaps(pictures), expected, 1e-4);
      }
    }
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isCloseTo(0, within(tolerance));
  }

  private static INDArray pictures(HourglassSpec spec, int faces, long seed) {
    INDArray pictures = Nd4j.create(DataType.FLOAT, faces, 3, spec.inputSize(), spec.inputSize());
    float[] pixels = new float[(int) pictures.length()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    pictures.data().setData(pixels);
    return pictures;
  }
}
