package io.github.awing.eval.backend;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Sets variables in the environment of this process, for native libraries that read it when they
 * are loaded. Java's own API cannot change the environment.
 */
public final class ProcessEnvironment {

  /** Binding of the C library's {@code setenv}. */
  interface LibC extends Library {

    int setenv(String name, String value, int overwrite);
  }

  private ProcessEnvironment() {}

  /**
   * Sets a variable, unless the user has set it.
   *
   * @return whether the variable is set now; false on Windows, where libraries have copies of the
   *     environment, and where JNA cannot unpack its native code
   */
  public static boolean setIfUnset(String name, String value) {
    if (System.getenv(name) != null) {
      return true;
    }
    if (!Platform.isLinux() && !Platform.isMac()) {
      return false;
    }
    try {
      return libC().setenv(name, value, 0) == 0;
    } catch (LinkageError e) {
      // The return value reports this; some callers work without the variable.
      return false;
    }
  }

  static LibC libC() {
    return Native.load(Platform.C_LIBRARY_NAME, LibC.class);
  }
}
