package io.github.awing.eval.program;

import io.github.awing.model.RootCause;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** What ND4J computes on. Who asks for a graphics card gets it or is told why not. */
public enum ComputeDevice {
  /** The processor. */
  cpu,
  /** A graphics card of NVIDIA's, in a build with {@code -Pcuda}. */
  cuda;

  /** The driver's own library, on Linux and on Windows. */
  private static final List<String> DRIVERS = List.of("libcuda.so", "nvcuda.dll");

  private static final String CPU_PRIORITY = "BACKEND_PRIORITY_CPU";

  /** The card in a build that has its backend, else the processor. */
  static ComputeDevice usual() {
    return cudaBackend().isPresent() && System.getenv(CPU_PRIORITY) == null ? cuda : cpu;
  }

  /**
   * Checks that ND4J will start on this device; it must not have started yet.
   *
   * @throws IllegalArgumentException if it will not; the message says why
   */
  void requireUsable() {
    Optional<Nd4jBackend> backend = cudaBackend();
    if (this == cpu) {
      // ND4J chooses by its own priorities, which only the environment changes.
      if (backend.isPresent() && System.getenv(CPU_PRIORITY) == null) {
        throw new IllegalArgumentException(
            "--device cpu: this build prefers a graphics card; set %s=1000 in the environment, or use the build without -Pcuda"
                .formatted(CPU_PRIORITY));
      }
      return;
    }
    if (backend.isEmpty()) {
      throw new IllegalArgumentException(
          "--device cuda: this build knows no graphics card; build it with ./mvnw -Pcuda package");
    }
    try {
      backend.get().canRun();
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException("--device cuda: no usable graphics card: " + reason(e), e);
    }
  }

  /**
   * Checks that ND4J did start on this device, and that the card has code to run.
   *
   * @throws IllegalArgumentException if it did not, or has none
   */
  void requireStarted() {
    if (this == cpu) {
      return;
    }
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
  }

  private static Optional<Nd4jBackend> cudaBackend() {
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
