package io.github.awing.eval.serve;

import java.util.Map;

/** Thrown to refuse a request; carries the HTTP status, and the reason in one line. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  Refusal(int status, String message, Map<String, String> headers) {
    // A refusal is no error of the program and needs no stack trace.
    super(message, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** Refuses because the server is busy. */
  static Refusal busy(String why) {
    return new Refusal(503, why + "; try again in a moment", Map.of("Retry-After", "1"));
  }

  Answer answer() {
    return Answer.refused(status, getMessage(), headers);
  }
}
