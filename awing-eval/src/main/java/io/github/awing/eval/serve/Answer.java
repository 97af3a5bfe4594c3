package io.github.awing.eval.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Response to a request.
 *
 * @param status HTTP status
 * @param type media type of the body
 * @param body must not change afterwards
 * @param headers besides type and length
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer ok(String type, byte[] body) {
    return new Answer(200, type, body, Map.of());
  }

  static Answer json(String body) {
    return ok("application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes an object as JSON. */
  static Answer json(Object body) {
    return json(text(body));
  }

  /** An error: {@code {"error":"...","status":413}}. */
  static Answer refused(int status, String message, Map<String, String> headers) {
    String body = text(new TreeMap<>(Map.of("status", status, "error", message)));
    return new Answer(
        status, "application/json", body.getBytes(StandardCharsets.UTF_8), Map.copyOf(headers));
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body) + '\n';
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the server's own records can always be written", e);
    }
  }

  void send(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    headers.forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
