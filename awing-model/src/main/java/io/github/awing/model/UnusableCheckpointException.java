package io.github.awing.model;

import java.nio.file.Path;

/** Thrown if a checkpoint is not written because its numbers are not finite. */
public final class UnusableCheckpointException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String what;

  UnusableCheckpointException(Path file, String what) {
    super("%s: not written, because it would hold %s".formatted(file, what));
    this.what = what;
  }

  /** The first such number, for instance {@code NaN in l0_W}. */
  public String what() {
    return what;
  }
}
