package io.github.awing.eval.cli;

import com.sun.jna.Platform;
import io.github.awing.eval.backend.ProcessEnvironment;
import java.util.Optional;

/**
 * How the threads of ND4J's loops wait for each other. By default they spin, which saves
 * microseconds on an idle machine; as soon as anything else wants a processor, each of many
 * thousand loops a second waits for the scheduler instead, and training becomes fifteen times
 * slower.
 */
final class ThreadWaiting {

  static final String POLICY = "OMP_WAIT_POLICY";

  private ThreadWaiting() {}

  /**
   * Lets waiting threads sleep, unless the user's environment says otherwise. The OpenMP library
   * reads its environment when it is loaded, so this must come before ND4J. On Windows nothing is
   * done.
   *
   * @return what to tell the user where it cannot be done
   */
  static Optional<String> sleep() {
    boolean possible = Platform.isLinux() || Platform.isMac();
    return !possible || ProcessEnvironment.setIfUnset(POLICY, "passive")
        ? Optional.empty()
        : Optional.of(
            "note: JNA cannot unpack its native code, so waiting threads spin, which is slow beside"
                + " other programs; set %s=passive in the environment, or give java"
                    .formatted(POLICY)
                + " -Djna.tmpdir=DIR, a folder that programs may run from");
  }
}
