package io.github.awing.eval.serve;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Routes requests by path and method. */
final class Router extends Handler.Abstract {

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> SENDING = Set.of("POST");

  private record Route(Set<String> methods, Request.Handler handler) {}

  private final SortedMap<String, Route> routes = new TreeMap<>();

  /** Adds an answer to GET and HEAD. */
  Router read(String path, Supplier<Answer> answer) {
    routes.put(
        path,
        new Route(
            READING,
            (request, response, callback) -> {
              answer.get().send(response, callback);
              return true;
            }));
    return this;
  }

  /** Adds a handler of POST. */
  Router send(String path, Request.Handler handler) {
    routes.put(path, new Route(SENDING, handler));
    return this;
  }

  /** Path of a request for statistics; unknown paths share one label. */
  String labelOf(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    return path != null && routes.containsKey(path) ? path : "other";
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    Route route = routes.get(path);
    if (route == null) {
      throw new Refusal(
          404,
          "there is nothing at this path; the paths are " + String.join(", ", routes.keySet()));
    }
    if (!route.methods().contains(request.getMethod())) {
      String allowed = String.join(", ", new TreeSet<>(route.methods()));
      throw new Refusal(
          405,
          "%s takes %s, but the request is %s".formatted(path, allowed, request.getMethod()),
          Map.of("Allow", allowed));
    }
    return route.handler().handle(request, response, callback);
  }
}
