package io.github.awing.eval.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.sun.jna.Platform;
import io.github.awing.model.RootCause;

/**
 * Loads ONNX Runtime with its telemetry switched off. Telemetry would write a device id and a queue
 * into the user's home and connect to its makers; the switch counts only before ONNX Runtime is
 * loaded.
 */
final class OnnxRuntime {

  static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

  private OnnxRuntime() {}

  /**
   * Loads ONNX Runtime.
   *
   * @throws IllegalArgumentException if it cannot be loaded, or its telemetry cannot be switched
   *     off; the message says what to do
   */
  static OrtEnvironment load() {
    // Windows has only the switch below.
    if (!ProcessEnvironment.setIfUnset(NO_TELEMETRY, "1") && !Platform.isWindows()) {
      throw new IllegalArgumentException(
          "the telemetry of the engine onnx cannot be switched off, as JNA"
              + " cannot unpack its native code; set %s=1 in the environment, or give java"
                  .formatted(NO_TELEMETRY)
              + " -Djna.tmpdir=DIR, a folder that programs may run from; nd4j works without");
    }
    try {
      OrtEnvironment runtime = OrtEnvironment.getEnvironment();
      runtime.setTelemetry(false);
      return runtime;
    } catch (OrtException | LinkageError | RuntimeException e) {
      throw new IllegalArgumentException(
          "the engine onnx cannot be loaded: %s; it is unpacked into %s, from where programs must be"
                  .formatted(reason(e), System.getProperty("java.io.tmpdir"))
              + " able to run (java -Djava.io.tmpdir=DIR names another folder); nd4j works without",
          e);
    }
  }

  private static String reason(Throwable thrown) {
    Throwable root = RootCause.of(thrown);
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : root.getMessage().lines().findFirst().orElse("");
  }
}
