package io.github.awing.eval.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves landmarks over HTTP by Jetty: a page at {@code /}, and the interface that {@code
 * /openapi.json} describes. Closing stops new requests and waits for those in progress.
 */
public final class AlignmentServer implements AutoCloseable {

  private static final int MOST_THREADS = 16;
  private static final int MOST_CONNECTIONS = 512;
  private static final int LONGEST_HEADERS = 16 << 10;

  /** Time for sending answers after the time limit of requests. */
  private static final int MORE_MILLISECONDS = 5_000;

  private final ExecutorService workers;
  private final Server jetty;
  private final ServerConnector connector;

  private AlignmentServer(ExecutorService workers, Server jetty, ServerConnector connector) {
    this.workers = workers;
    this.jetty = jetty;
    this.connector = connector;
  }

  /**
   * Starts the server.
   *
   * @param address to listen at; port 0 takes any free port
   * @throws IOException if the server cannot listen at the address
   */
  public static AlignmentServer start(
      InetSocketAddress address,
      ServerLimits limits,
      ServedNetwork network,
      PictureAnswerer answerer)
      throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("--host %s: there is no such host".formatted(address.getHostString()));
    }
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("http");
    Server jetty = new Server(threads);
    ServerConnector connector = connector(jetty, address, limits);
    jetty.addConnector(connector);
    jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    jetty.setErrorHandler(new JsonErrors());
    jetty.setStopTimeout(limits.time().toMillis() + MORE_MILLISECONDS);

    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    ServerMetrics metrics = new ServerMetrics();
    Router routes = routes(limits, network, metrics, new AlignHandler(answerer, limits, workers));
    jetty.setHandler(
        new GracefulHandler(
            new MeteringHandler(new GuardHandler(routes, hosts(address)), metrics, routes)));
    AlignmentServer server = new AlignmentServer(workers, jetty, connector);
    try {
      jetty.start();
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen at %s, port %d: %s"
              .formatted(address.getHostString(), address.getPort(), reason(e)),
          e);
    } catch (Exception e) {
      server.close();
      throw new IllegalStateException(e);
    }
    return server;
  }

  private static ServerConnector connector(
      Server jetty, InetSocketAddress address, ServerLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(LONGEST_HEADERS);
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.time().toMillis() + MORE_MILLISECONDS);
    return connector;
  }

  private static String reason(IOException e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  private static Router routes(
      ServerLimits limits, ServedNetwork network, ServerMetrics metrics, AlignHandler align) {
    Answer health = Answer.json(Map.of("status", "ok"));
    Answer description = Answer.json(Map.of("network", network, "limits", limits));
    Answer page = resource("page.html", "text/html; charset=utf-8");
    Answer style = resource("page.css", "text/css; charset=utf-8");
    Answer script = resource("page.js", "text/javascript; charset=utf-8");
    Answer openApi = resource("openapi.json", "application/json");
    return new Router()
        .read("/", () -> page)
        .read("/page.css", () -> style)
        .read("/page.js", () -> script)
        .read("/openapi.json", () -> openApi)
        .read("/health", () -> health)
        .read("/metrics", metrics::answer)
        .read("/network", () -> description)
        .send("/align", align);
  }

  private static Answer resource(String name, String type) {
    try (InputStream in = AlignmentServer.class.getResourceAsStream(name)) {
      return Answer.ok(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
    }
  }

  private static Set<String> hosts(InetSocketAddress address) {
    return address.getAddress().isLoopbackAddress()
        ? Stream.of(
                "localhost",
                "127.0.0.1",
                "[::1]",
                address.getHostString(),
                inUri(address.getAddress().getHostAddress()))
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static String inUri(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Address of the page. */
  public URI uri() {
    return URI.create(
        "http://%s:%d/".formatted(inUri(connector.getHost()), connector.getLocalPort()));
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not end as it should", e);
    } finally {
      workers.shutdown();
    }
  }
}
