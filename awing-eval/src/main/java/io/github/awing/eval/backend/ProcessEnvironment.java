package io.github.awing.eval.backend;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The environment of this process as native libraries see it: they read it when they are loaded,
 * and Java itself cannot change it.
 */
public final class ProcessEnvironment {

  /** The part of the C library that is needed here. */
  interface LibC extends Library {

    int setenv(String name, String value, int overwrite);
  }

  private ProcessEnvironment() {}

  /**
   * Sets a variable, unless the user has set it.
   *
   * @return whether it is set now; not on Windows, whose libraries have copies of their own, nor
   *     where JNA cannot put its native code into a folder that programs may run from
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
      // Told by the answer: some callers can do without.
      return false;
    }
  }

  static LibC libC() {
    return Native.load(Platform.C_LIBRARY_NAME, LibC.class);
  }
}
