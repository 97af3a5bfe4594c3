package io.github.awing.eval.backend;

import com.sun.jna.Platform;
import java.util.Locale;

/** Looks for ONNX Runtime without loading anything of it. */
final class OnnxPresence {

  private OnnxPresence() {}

  /** Whether it is on the class path, with native code for this platform; nothing is loaded. */
  static boolean isHere() {
    ClassLoader loader = OnnxPresence.class.getClassLoader();
    return loader.getResource("ai/onnxruntime/OrtEnvironment.class") != null
        && loader.getResource(
                "ai/onnxruntime/native/%s/%s"
                    .formatted(platform(), System.mapLibraryName("onnxruntime")))
            != null;
  }

  /** As the folders in its jar are called. */
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
