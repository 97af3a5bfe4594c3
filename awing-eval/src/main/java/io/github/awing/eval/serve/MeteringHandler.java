package io.github.awing.eval.serve;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.eclipse.jetty.util.NanoTime;

/** Counts and times every request, whether it succeeds or fails. */
final class MeteringHandler extends EventsHandler {

  private static final double NANOSECONDS = 1e9;

  private final ServerMetrics metrics;
  private final Router routes;

  MeteringHandler(Handler next, ServerMetrics metrics, Router routes) {
    super(next);
    this.metrics = metrics;
    this.routes = routes;
  }

  @Override
  protected void onBeforeHandling(Request request) {
    metrics.came();
  }

  @Override
  protected void onComplete(Request request, int status, HttpFields headers, Throwable failure) {
    metrics.answered(
        routes.labelOf(request), status, NanoTime.since(request.getBeginNanoTime()) / NANOSECONDS);
  }
}
