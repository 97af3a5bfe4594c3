package io.github.awing.cuda;

import static org.junit.jupiter.api.Assumptions.abort;

import io.github.awing.program.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads CUDA's libraries, if the machine has them: from {@code -Dawing.cuda.libraries=DIR}, or from
 * the loader's folders. They compile and plan without a card. If there is no driver, an empty
 * library replaces it.
 */
final class InstalledLibraries {

  private InstalledLibraries() {}

  /** Loads the libraries, or skips the test with the reason why they cannot be loaded. */
  static void assume() {
    try {
      if (!hasDriver()) {
        StandIn.load();
      }
      CudaLibraries.load();
    } catch (DeviceException e) {
      abort(e.getMessage());
    }
  }

  static boolean hasDriver() {
    return Files.exists(Path.of("/dev/nvidiactl")) || Files.exists(Path.of("/dev/dxg"));
  }

  /** Empty {@code libcuda.so.1}, loaded once. */
  private static final class StandIn {
    private static final String PROBLEM = problem();

    private static void load() {
      if (!PROBLEM.isEmpty()) {
        abort(PROBLEM);
      }
    }

    private static String problem() {
      try {
        Path folder = Files.createTempDirectory("awing-cuda");
        Path source = Files.writeString(folder.resolve("empty.c"), "int awing_stands_in;\n");
        Path library = folder.resolve("libcuda.so.1");
        Process compiler =
            new ProcessBuilder(
                    "cc",
                    "-shared",
                    "-Wl,-soname,libcuda.so.1",
                    "-o",
                    library.toString(),
                    source.toString())
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
          return "cc does not make a library that stands in for NVIDIA's driver";
        }
        System.load(library.toString());
        for (Path each : List.of(folder, source, library)) {
          each.toFile().deleteOnExit();
        }
        return "";
      } catch (IOException | UnsatisfiedLinkError e) {
        return "no NVIDIA driver, nor a C compiler to make a stand-in: " + e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
  }
}
