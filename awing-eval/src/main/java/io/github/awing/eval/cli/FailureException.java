package io.github.awing.eval.cli;

/** A task could not be done, for a reason that the message tells in one line. */
public abstract class FailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For the reason given. */
  protected FailureException(String message) {
    super(message);
  }
}
