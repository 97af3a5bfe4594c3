package io.github.awing.model;

/**
 * Finds the root cause of an exception. Libraries often wrap the exception that explains the error.
 */
public final class RootCause {

  private RootCause() {}

  /** The last cause, or the exception itself if it has none. */
  public static Throwable of(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
