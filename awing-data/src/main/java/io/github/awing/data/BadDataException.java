package io.github.awing.data;

import java.nio.file.Path;

/**
 * Somebody's file or folder does not hold what was promised. The message is one line for that
 * person: what is wrong, where, and what is expected.
 */
public class BadDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Something wrong with a file or folder as a whole. */
  public BadDataException(Path file, String what) {
    super(file + ": " + what);
  }

  /** Something wrong at a line, counted from 1. */
  public BadDataException(Path file, long line, String what) {
    super(file + ":" + line + ": " + what);
  }

  /** Something wrong with a picture. */
  public BadDataException(PictureSource picture, String what) {
    super(picture + ": " + what);
  }
}
