package io.github.awing.eval.backend;

import com.sun.jna.Platform;
import java.util.Locale;

/** Looks for ONNX Runtime on the class path without loading it. */
final class OnnxPresence {

  private OnnxPresence() {}

  /** Whether ONNX Runtime and its native code for this platform are on the class path. */
  static boolean isHere() {
    ClassLoader loader = OnnxPresence.class.getClassLoader();
    return loader.getResource("ai/onnxruntime/OrtEnvironment.class") != null
        && loader.getResource(
                "ai/onnxruntime/native/%s/%s"
                    .formatted(platform(), System.mapLibraryName("onnxruntime")))
            != null;
  }

  /** Name of this platform's folder in the jar of ONNX Runtime. */
  private static String platform() {
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (Platform.isWindows() ? "win" : Platform.isMac() ? "osx" : "linux")
        + "-"
        + switch (processor) {
          case "amd64", "x86_64" -> "x64";
          case "arm64" -> "aarch64";
          default -> processor;
        };
  }
}
