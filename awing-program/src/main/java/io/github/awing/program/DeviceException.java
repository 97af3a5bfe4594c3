package io.github.awing.program;

/**
 * Thrown if a requested device does not exist, cannot be used, or has failed. The message is one
 * line for users: the reason and a remedy.
 */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes an exception with the reason and a remedy. */
  public DeviceException(String message) {
    super(message);
  }

  /** Makes an exception with the reason, a remedy and the cause. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
