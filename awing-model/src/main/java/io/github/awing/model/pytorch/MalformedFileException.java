package io.github.awing.model.pytorch;

/** Thrown if a file's content is invalid; the message does not name the file. */
final class MalformedFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFileException(String what) {
    super(what);
  }
}
