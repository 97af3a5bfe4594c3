package io.github.awing.eval.serve;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes errors of Jetty and of the program as JSON, like all other errors. */
final class JsonErrors extends ErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    if (code == HttpStatus.INTERNAL_SERVER_ERROR_500) {
      LOG.error("{} failed", request.getHttpURI().getPath(), cause);
    }
    Answer.refused(code, line(code, message), Map.of()).send(response, callback);
  }

  private static String line(int code, String message) {
    return switch (code) {
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "the server failed; its log has the details";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "the server is ending";
      default -> message == null ? HttpStatus.getMessage(code) : message;
    };
  }
}
