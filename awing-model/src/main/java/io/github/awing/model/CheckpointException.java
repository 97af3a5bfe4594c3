package io.github.awing.model;

import java.nio.file.Path;

/**
 * A file is no checkpoint, or a damaged one, or one of another version. The message is one line for
 * the person who named the file.
 */
public class CheckpointException extends RuntimeException {

  /** Says what is wrong with the file. */
  public CheckpointException(Path file, String what) {
    super(file + ": " + what);
  }

  /** Says what is wrong with the file, and what was found underneath. */
  public CheckpointException(Path file, String what, Throwable cause) {
    super(file + ": " + what, cause);
  }
}
