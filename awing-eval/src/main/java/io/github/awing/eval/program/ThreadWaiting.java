package io.github.awing.eval.program;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * How the threads of ND4J's loops wait for each other. By default they spin, which saves
 * microseconds on an idle machine; as soon as anything else wants a processor, each of many
 * thousand loops a second waits for the scheduler instead, and training becomes fifteen times
 * slower.
 */
final class ThreadWaiting {

  static final String POLICY = "OMP_WAIT_POLICY";

  /** The part of the C library that is needed here. */
  interface Environment extends Library {

    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }

  private ThreadWaiting() {}

  /**
   * Lets waiting threads sleep, unless the user's environment says otherwise. The OpenMP library
   * reads its environment when it is loaded, so this must come before ND4J; Java itself cannot set
   * it. On Windows nothing is done.
   */
  static void sleep() {
    if (Platform.isLinux() || Platform.isMac()) {
      environment().setenv(POLICY, "passive", 0);
    }
  }

  static Environment environment() {
    return Native.loadLibrary(Platform.C_LIBRARY_NAME, Environment.class);
  }
}
