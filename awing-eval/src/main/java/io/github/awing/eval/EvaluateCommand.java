package io.github.awing.eval;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.backend.BackendChoice;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.CropOption;
import io.github.awing.eval.cli.DataSetOptions;
import io.github.awing.eval.cli.DecoderOption;
import io.github.awing.eval.cli.EngineOption;
import io.github.awing.eval.cli.NetworkOption;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.cli.Progress;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.metric.NormalisedMeanError;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HeatmapDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code awing-eval evaluate}: measures a checkpoint's NME, FR and AUC on a data set. */
@Command(
    name = "evaluate",
    description = "Measures a checkpoint on a data set: NME, failure rate, AUC, and a report.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private NetworkOption network;

  @Mixin private CropOption crop;

  @Mixin private DataSetOptions data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "a part of the data set, for instance test (default: ${DEFAULT-VALUE})")
  private String split;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of metrics.json, the tables (.csv) and report.html")
  private Path out;

  @Mixin private MeasureOptions measure = new MeasureOptions();

  @Option(
      names = "--flip",
      description = "run the network on each face's mirror image too, and take the mean")
  private boolean flip;

  @Mixin private DecoderOption decoder;

  @Mixin private EngineOption engine;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description = "end at the first face that cannot be measured instead of skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    measure.check();
    HeatmapDecoder decoding = decoder.decoder();
    engine.check();
    network.check();
    TorchReading reading =
        new TorchReading(network.isOfPyTorch() ? data.scheme() : Optional.empty(), crop.value());
    // Before the data: a face detector would load native code with other limits.
    ComputeBackend.start();
    BackendChoice running = engine.open();
    Checkpoint trained = network.load(reading);
    FaceDataSet faces = data.read(new Split(split), FaceAligner.scheme(network.file(), trained));
    NormalisedMeanError error =
        NormalisedMeanError.of(
            faces.scheme(), measure.normaliser(faces.scheme().defaultNormaliser()));
    OutputFolder.prepare(out, overwrite);
    double limit = measure.threshold(faces.attributes());
    StageTimes times = new StageTimes();
    try (FaceAligner aligner = FaceAligner.of(network.file(), trained, decoding, running)) {
      Evaluation evaluation;
      try (Progress progress = Progress.of("faces", faces.faces().size())) {
        evaluation =
            new Evaluator(aligner, error, limit, strict, flip)
                .evaluate(faces, progress::reached, times);
      }
      NetworkRun run = new NetworkRun(times, EvaluationPictures.heatmaps(evaluation, aligner));
      EvaluationReport report =
          EvaluationReport.ofNetwork(evaluation, run, provenance(trained, faces, running));
      EvaluationFolder.write(out, report);
      say(report.first());
    }
    return 0;
  }

  private Map<String, String> provenance(
      Checkpoint trained, FaceDataSet faces, BackendChoice running) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("checkpoint", network.file().toString());
    facts.put("trained", "%d epochs, %d steps".formatted(trained.epoch(), trained.step()));
    facts.put("seed", Long.toString(trained.seed()));
    facts.put("plan", trained.plan().strip());
    facts.put("decoder", decoder.word());
    facts.put("flip test", flip ? "yes: the mean of each face's answer and its mirror's" : "no");
    facts.put("engine", running.description());
    facts.put(
        "data",
        "%s (%s, %s, %d faces)"
            .formatted(data.folder(), faces.format(), faces.scheme().name(), faces.faces().size()));
    facts.put("boxes", data.boxes());
    facts.put("program", new EvalMain.Version().getVersion()[0]);
    facts.put("machine", ComputeBackend.describe());
    facts.put("Java", System.getProperty("java.version"));
    return facts;
  }

  private void say(MethodFigures figures) {
    Evaluation evaluation = figures.evaluation();
    Metrics metrics = figures.all().metrics();
    System.err.printf(
        Locale.ROOT,
        "%d faces: NME %.2f %% (%s), FR %.2f %%, AUC %.4f; see %s%n",
        metrics.count(),
        100 * metrics.nme(),
        evaluation.normaliser(),
        100 * metrics.failureRate(),
        metrics.auc(),
        out.resolve("report.html"));
    System.err.print(
        MetricsTable.text(
            MetricsTable.headers("subset", evaluation.threshold()),
            MetricsTable.rows(figures.allAndSubsets())));
    if (!evaluation.skipped().isEmpty()) {
      System.err.printf("%d faces skipped:%n", evaluation.skipped().size());
      evaluation.skipped().forEach(line -> System.err.println("  " + line));
    }
  }
}
