package io.github.awing.model;

/** What is underneath an error: libraries wrap what went wrong in what they were doing. */
public final class RootCause {

  private RootCause() {}

  /** The last of its causes, or the error itself if it has none. */
  public static Throwable of(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
