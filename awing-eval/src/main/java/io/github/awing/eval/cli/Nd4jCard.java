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
 * ND4J's own backend for NVIDIA graphics cards, in a build with {@code -Pcuda}: there, ND4J's
 * arrays lie on the card. A card that cannot be used is an error; the processor never replaces it.
 */
final class Nd4jCard {

  /** The driver's library, on Linux and on Windows. */
  private static final List<String> DRIVERS = List.of("libcuda.so", "nvcuda.dll");

  private static final String CPU_PRIORITY = "BACKEND_PRIORITY_CPU";

  private Nd4jCard() {}

  /** Whether this build has the backend; does not load it. */
  static boolean isBuiltIn() {
    return backend().isPresent();
  }

  /** The card in a build with its backend, else the processor. */
  static DeviceChoice usual() {
    return isPreferred() ? DeviceChoice.CUDA : DeviceChoice.CPU;
  }

  /** Whether ND4J prefers the card; only the environment changes ND4J's priorities. */
  private static boolean isPreferred() {
    return isBuiltIn() && System.getenv(CPU_PRIORITY) == null;
  }

  /**
   * Checks that ND4J can start on this device; call this before ND4J starts.
   *
   * @throws IllegalArgumentException if it cannot; the message says why
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
   * Opens the card after ND4J has started.
   *
   * @throws IllegalArgumentException if ND4J did not start on the card, has no code for it, or has
   *     no such precision
   */
  static Device open(Precision precision) {
    try (INDArray ones = Nd4j.ones(8)) {
      if (Nd4j.getEnvironment().isCPU() || ones.addi(1).sumNumber().doubleValue() != 16) {
        throw new IllegalArgumentException(
            "--device cuda: ND4J started on " + Nd4j.getBackend().getClass().getSimpleName());
      }
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "--device cuda: ND4J has no code for this graphics card, only for compute capability 3.7 to 8.6: "
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
    String message =
        root.getMessage() == null
            ? root.getClass().getSimpleName()
            : root.getMessage().lines().findFirst().orElse(root.getClass().getSimpleName());
    return DRIVERS.stream().anyMatch(message::contains) ? "no NVIDIA driver: " + message : message;
  }
}
