package io.github.awing.eval.cli;

import com.sun.jna.Platform;
import io.github.awing.eval.backend.ProcessEnvironment;
import java.util.Optional;

/**
 * Makes the threads of ND4J's loops sleep while they wait for each other. By default they spin,
 * which saves microseconds on an idle machine. Beside another busy program, however, each of many
 * thousand loops a second waits for the scheduler, and training becomes fifteen times slower.
 */
final class ThreadWaiting {

  static final String POLICY = "OMP_WAIT_POLICY";

  private ThreadWaiting() {}

  /**
   * Makes waiting threads sleep, unless the user's environment sets a policy. The OpenMP library
   * reads the environment when it is loaded, so call this before ND4J starts. Does nothing on
   * Windows.
   *
   * @return a note for the user if the policy cannot be set
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
