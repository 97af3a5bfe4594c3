package io.github.awing.model;

import java.nio.file.Path;

/** A checkpoint that could neither be used nor gone on with was not written. */
public final class UnusableCheckpointException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String what;

  UnusableCheckpointException(Path file, String what) {
    super("%s: not written, for it would hold %s".formatted(file, what));
    this.what = what;
  }

  /** What it would hold, for instance {@code NaN in l0_W}. */
  public String what() {
    return what;
  }
}
