package io.github.awing.eval.cli;

import io.github.awing.model.RootCause;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceChoice;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * ND4J's own backend for a graphics card of NVIDIA's, in a build with {@code -Pcuda}: ND4J's arrays
 * lie on the card there. Who asks for the card gets it or is told why not.
 */
final class Nd4jCard {

  /** The driver's own library, on Linux and on Windows. */
  private static final List<String> DRIVERS = List.of("libcuda.so", "nvcuda.dll");

  private static final String CPU_PRIORITY = "BACKEND_PRIORITY_CPU";

  private Nd4jCard() {}

  /** Whether this build has the backend; nothing of it is loaded. */
  static boolean isBuiltIn() {
    return backend().isPresent();
  }

  /** The card in a build that has its backend, else the processor. */
  static DeviceChoice usual() {
    return isPreferred() ? DeviceChoice.CUDA : DeviceChoice.CPU;
  }

  /** ND4J chooses by its own priorities, which only the environment changes. */
  private static boolean isPreferred() {
    return isBuiltIn() && System.getenv(CPU_PRIORITY) == null;
  }

  /**
   * Checks that ND4J will start on this device; it must not have started yet.
   *
   * @throws IllegalArgumentException if it will not; the message says why
   */
  static void requireUsable(DeviceChoice choice) {
    if (choice.equals(DeviceChoice.CPU)) {
      if (isPreferred()) {
        throw new IllegalArgumentException(
            "--device cpu: this build prefers a graphics card; set %s=1000 in the environment, or use the build without -Pcuda"
                .formatted(CPU_PRIORITY));
      }
    } else if (!choice.equals(DeviceChoice.CUDA)) {
      throw new IllegalArgumentException(
          "--device %s: a build with -Pcuda takes the first card that it sees; give --device cuda, and CUDA_VISIBLE_DEVICES=%d in the environment"
              .formatted(choice, choice.index()));
    } else {
      try {
        backend().orElseThrow().canRun();
      } catch (RuntimeException | LinkageError e) {
        throw new IllegalArgumentException(
            "--device cuda: no usable graphics card: " + reason(e), e);
      }
    }
  }

  /**
   * The card, on which ND4J has started.
   *
   * @throws IllegalArgumentException if it has not, if it has no code to run, or no such precision
   */
  static Device open(Precision precision) {
    try (INDArray ones = Nd4j.ones(8)) {
      if (Nd4j.getEnvironment().isCPU() || ones.addi(1).sumNumber().doubleValue() != 16) {
        throw new IllegalArgumentException(
            "--device cuda: ND4J started on " + Nd4j.getBackend().getClass().getSimpleName());
      }
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "--device cuda: the graphics card has no code to run (ND4J's is for compute capability 3.7 to 8.6): "
              + reason(e),
          e);
    }
    if (precision != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "--precision %s: a build with -Pcuda multiplies float32 alone".formatted(precision));
    }
    return Devices.ofNd4j();
  }

  private static Optional<Nd4jBackend> backend() {
    for (Nd4jBackend backend : ServiceLoader.load(Nd4jBackend.class)) {
      if (backend.getClass().getSimpleName().startsWith("JCublas")) {
        return Optional.of(backend);
      }
    }
    return Optional.empty();
  }

  private static String reason(Throwable thrown) {
    Throwable root = RootCause.of(thrown);
    String said =
        root.getMessage() == null
            ? root.getClass().getSimpleName()
            : root.getMessage().lines().findFirst().orElse(root.getClass().getSimpleName());
    return DRIVERS.stream().anyMatch(said::contains) ? "no NVIDIA driver: " + said : said;
  }
}
