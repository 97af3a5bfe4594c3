package io.github.awing.eval.serve;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Counts requests, and writes the counts in Prometheus' text format. */
final class ServerMetrics {

  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter text = PrometheusTextFormatWriter.create();

  private final Counter requests =
      Counter.builder()
          .name("awing_requests_total")
          .help("Requests answered, by HTTP status.")
          .labelNames("status")
          .register(registry);

  private final Counter refused =
      Counter.builder()
          .name("awing_requests_refused_total")
          .help("Requests refused because the server was busy (status 503).")
          .register(registry);

  private final Gauge inFlight =
      Gauge.builder()
          .name("awing_requests_in_flight")
          .help("Requests that are not answered yet.")
          .register(registry);

  private final Histogram seconds =
      Histogram.builder()
          .name("awing_request_seconds")
          .help("Seconds from a request to the end of its answer, by path.")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .labelNames("path")
          .register(registry);

  void came() {
    inFlight.inc();
  }

  void answered(String path, int status, double time) {
    inFlight.dec();
    requests.labelValues(Integer.toString(status)).inc();
    seconds.labelValues(path).observe(time);
    if (status == 503) {
      refused.inc();
    }
  }

  Answer answer() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      text.write(bytes, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
    return Answer.ok(text.getContentType(), bytes.toByteArray());
  }
}
