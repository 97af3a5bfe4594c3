package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.eval.backend.BackendChoice;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.DecoderOption;
import io.github.awing.eval.cli.EngineOption;
import io.github.awing.eval.cli.NetworkOption;
import io.github.awing.eval.cli.TorchOptions;
import io.github.awing.eval.serve.AlignmentServer;
import io.github.awing.eval.serve.ServedNetwork;
import io.github.awing.eval.serve.ServerLimits;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.HeatmapDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code awing-eval serve}: serves landmarks on a local page and over HTTP. */
@Command(
    name = "serve",
    description = "Serves landmarks on a local page and over HTTP, until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
final class ServeCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  @Mixin private NetworkOption network;

  @Mixin private TorchOptions torch;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "port to listen at; 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      defaultValue = "127.0.0.1",
      description =
          "address to listen at: ${DEFAULT-VALUE}, the default, accepts this machine alone; 0.0.0.0"
              + " accepts every machine in the network")
  private String host;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "terms of use that the page shows, for instance 'for research only' (default: those of the"
              + " network that comes along)")
  private String licence;

  @Option(
      names = "--max-megabytes",
      paramLabel = "N",
      defaultValue = "20",
      description = "longest picture file that is accepted (default: ${DEFAULT-VALUE})")
  private int megabytes;

  @Option(
      names = "--max-megapixels",
      paramLabel = "N",
      defaultValue = "50",
      description = "largest picture that is decoded (default: ${DEFAULT-VALUE})")
  private int megapixels;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "longest time from a request to its answer (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "most pictures received and answered at a time; further ones get status 503 (default:"
              + " ${DEFAULT-VALUE})")
  private int atOnce;

  @Mixin private DecoderOption decoder;

  @Mixin private EngineOption engine;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerLimits limits = new ServerLimits(megabytes, megapixels, seconds, atOnce);
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "--port must be from 0 to %d, but is %d".formatted(HIGHEST_PORT, port));
    }
    HeatmapDecoder decoding = decoder.decoder();
    engine.check();
    network.check();
    TorchReading reading = torch.reading();
    ComputeBackend.start();
    BackendChoice choice = engine.open();
    try (FaceDetector detector = FaceDetector.yuNet();
        FaceAligner aligner =
            FaceAligner.of(network.file(), network.load(reading), decoding, choice)) {
      aligner.warmUp();
      serve(
          limits,
          served(aligner.scheme(), choice),
          new AligningAnswerer(aligner, detector, megapixels));
    }
    return 0;
  }

  private ServedNetwork served(LandmarkScheme scheme, BackendChoice choice) {
    return new ServedNetwork(
        network.file().getFileName().toString(),
        licence.isEmpty() ? network.terms() : licence,
        choice.description(),
        scheme.name(),
        scheme.count(),
        scheme.parts(),
        scheme.boundaryCurves());
  }

  private void serve(ServerLimits limits, ServedNetwork served, AligningAnswerer faces)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Signals.register("INT", ended::countDown);
    Signals.register("TERM", ended::countDown);
    try (AlignmentServer server =
        AlignmentServer.start(new InetSocketAddress(host, port), limits, served, faces)) {
      System.err.printf("%s answers at %s; Ctrl-C ends it%n", served.name(), server.uri());
      ended.await();
      System.err.println("ending after the requests in progress");
    }
  }
}
