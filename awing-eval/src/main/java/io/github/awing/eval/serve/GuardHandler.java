package io.github.awing.eval.serve;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests from other sites' pages, and limits the server's own page by security headers. A
 * page that reaches this machine by DNS rebinding sends another {@code Host}; browsers mark
 * requests of other sites by {@code Sec-Fetch-Site}.
 */
final class GuardHandler extends Handler.Wrapper {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
              + " connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(self), microphone=(), geolocation=()",
          "Cache-Control",
          "no-store");

  private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

  private final Set<String> hosts;

  /**
   * Guards a handler.
   *
   * @param hosts accepted values of {@code Host}; empty accepts all
   */
  GuardHandler(Handler next, Set<String> hosts) {
    super(next);
    this.hosts = Set.copyOf(hosts);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HEADERS.forEach(response.getHeaders()::put);
    try {
      check(request);
      return super.handle(request, response, callback);
    } catch (Refusal refusal) {
      if (request.getLength() != 0) {
        // The body is unread, so no other request can follow on this connection.
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      }
      refusal.answer().send(response, callback);
      return true;
    }
  }

  private void check(Request request) {
    String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
    if (!hosts.isEmpty() && !hosts.contains(host)) {
      throw new Refusal(
          421,
          "the header Host must name this machine's loopback, localhost or 127.0.0.1, unless the"
              + " server was started with --host");
    }
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (request.getMethod().equals("POST") && site != null && FOREIGN.contains(site)) {
      throw new Refusal(403, "the pages of other sites may not send pictures here");
    }
  }
}
