package io.github.awing.eval.serve;

import java.util.Map;

/** A request that is not answered as it wants to be, for a reason that one line tells. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  Refusal(int status, String message, Map<String, String> headers) {
    // Not an error of the program: its stack trace is of no use.
    super(message, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** The server has too much to do. */
  static Refusal busy(String why) {
    return new Refusal(503, why + "; try again in a moment", Map.of("Retry-After", "1"));
  }

  Answer answer() {
    return Answer.refused(status, getMessage(), headers);
  }
}
