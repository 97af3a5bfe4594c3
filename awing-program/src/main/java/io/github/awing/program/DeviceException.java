package io.github.awing.program;

/**
 * A device that is asked for is not there, cannot be used, or has failed. The message is one line
 * for people: the reason and what can be done.
 */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the reason and a way out. */
  public DeviceException(String message) {
    super(message);
  }

  /** With the reason, a way out, and what it was found by. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
