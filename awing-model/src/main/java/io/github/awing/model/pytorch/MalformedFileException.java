package io.github.awing.model.pytorch;

/** A file is not what it seems; the message does not name it. */
final class MalformedFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFileException(String what) {
    super(what);
  }
}
