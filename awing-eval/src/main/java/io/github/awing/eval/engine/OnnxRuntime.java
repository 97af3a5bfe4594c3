package io.github.awing.eval.engine;

import ai.onnxruntime.OrtEnvironment;

/** Whether ONNX Runtime is on the class path, with native code that loads on this machine. */
final class OnnxRuntime {

  private static final boolean HERE = loads();

  private OnnxRuntime() {}

  static boolean isHere() {
    return HERE;
  }

  private static boolean loads() {
    try {
      OrtEnvironment.getEnvironment();
      return true;
    } catch (LinkageError | RuntimeException e) {
      // The absence is the answer: there is no other way to ask for it.
      return false;
    }
  }
}
