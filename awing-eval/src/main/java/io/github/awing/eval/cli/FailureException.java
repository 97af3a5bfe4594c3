package io.github.awing.eval.cli;

/** Failure of a task; the message gives the reason in one line. */
public abstract class FailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Takes the reason. */
  protected FailureException(String message) {
    super(message);
  }
}
