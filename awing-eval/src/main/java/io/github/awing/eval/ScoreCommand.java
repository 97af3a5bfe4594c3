package io.github.awing.eval;

import io.github.awing.data.FirstFew;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.metric.FaceSize;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code awing-eval score}: measures NME, FR and AUC of predictions from files. */
@Command(
    name = "score",
    description =
        "Measures predictions of any program against true landmarks, and compares methods.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
final class ScoreCommand implements Callable<Integer> {

  private static final int NAMED = 5;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "the true landmarks: a .csv, .json, .jsonl or WFLW's .txt file, a folder of .pts files, or"
              + " a data set's folder")
  private Path truth;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "[NAME=]FILE|DIR",
      description =
          "a method's landmarks, in a file or a folder of .pts files; repeat the option to compare"
              + " methods")
  private List<String> predictions;

  @Option(
      names = "--scheme",
      required = true,
      paramLabel = "NAME|FILE",
      description =
          "landmarks: wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or a YAML file")
  private String scheme;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of metrics.json, the tables (.csv) and report.html")
  private Path out;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "a part of the data set, if --truth is a data set's folder (default: test)")
  private String split;

  @Mixin private MeasureOptions measure = new MeasureOptions();

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description =
          "end if a face has no prediction or no finite one, instead of counting a failure")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    measure.check();
    Map<String, Path> files = files();
    LandmarkScheme landmarks = LandmarkScheme.ofNameOrFile(scheme);
    String normaliser = measure.normaliser(landmarks.defaultNormaliser());
    ScoreTruth faces =
        ScoreTruth.read(
            truth,
            landmarks,
            split == null ? null : new Split(split),
            FaceSize.measuresGivenBox(normaliser));
    faces.notes().forEach(note -> System.err.println(truth + ": " + note));
    NormalisedMeanError error = faces.error(normaliser);
    double limit = measure.threshold(faces.attributes());
    List<ScoredMethod> methods = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      ScoredMethod method = ScoredMethod.of(file.getKey(), file.getValue(), faces, error, limit);
      if (strict) {
        checkComplete(file.getValue(), method);
      }
      methods.add(method);
    }
    OutputFolder.prepare(out, overwrite);
    EvaluationReport report = EvaluationReport.ofPredictions(methods, provenance(files, faces));
    EvaluationFolder.write(out, report);
    say(report);
    return 0;
  }

  /** The files by method: the name before {@code =}, else the file's name. */
  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String given : predictions) {
      int equals = given.indexOf('=');
      boolean named = equals > 0 && !Files.exists(Path.of(given));
      Path file = Path.of(named ? given.substring(equals + 1) : given);
      String name =
          named
              ? given.substring(0, equals)
              : file.toAbsolutePath()
                  .normalize()
                  .getFileName()
                  .toString()
                  .replaceFirst("\\.[^.]*$", "");
      if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._+-]*")) {
        throw new IllegalArgumentException(
            "'%s' cannot name a method and its folder; --predictions NAME=FILE names it otherwise"
                .formatted(name));
      }
      if (files.putIfAbsent(name, file) != null) {
        throw new IllegalArgumentException(
            "two methods are called '%s'; --predictions NAME=FILE names them apart"
                .formatted(name));
      }
    }
    return files;
  }

  private static void checkComplete(Path file, ScoredMethod method) {
    List<String> missing = method.unmatched().missing();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %d faces have no prediction, the first is %s"
              .formatted(file, missing.size(), missing.get(0)));
    }
    for (EvaluatedFace face : method.evaluation().faces()) {
      if (!face.answered()) {
        throw new IllegalArgumentException(
            "%s: the prediction for %s is not finite".formatted(file, face.face().image()));
      }
    }
  }

  private Map<String, String> provenance(Map<String, Path> files, ScoreTruth faces) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("truth", "%s (%d faces)".formatted(truth, faces.faces().size()));
    files.forEach((name, file) -> facts.put("predictions of " + name, file.toString()));
    facts.put("scheme", faces.scheme().name());
    facts.put("program", new EvalMain.Version().getVersion()[0]);
    facts.put("Java", System.getProperty("java.version"));
    return facts;
  }

  private void say(EvaluationReport report) {
    for (ReportedMethod method : report.methods()) {
      Evaluation evaluation = method.figures().evaluation();
      System.err.printf(
          "%s, %d faces (%s):%n",
          method.name(), evaluation.faces().size(), evaluation.normaliser());
      System.err.print(
          MetricsTable.text(
              MetricsTable.headers("subset", evaluation.threshold()),
              MetricsTable.rows(method.figures().allAndSubsets())));
      method.unmatched().ifPresent(pictures -> say(evaluation, pictures));
    }
    if (!report.differences().isEmpty()) {
      System.err.print(
          MetricsTable.text(
              MetricsTable.differenceHeaders("difference"),
              report.differences().stream().map(MetricsTable::row).toList()));
    }
    System.err.println("see " + out.resolve("report.html"));
  }

  private static void say(Evaluation evaluation, UnmatchedPictures pictures) {
    name("without a prediction, counted as failures", pictures.missing());
    name(
        "without a finite answer, counted as failures",
        evaluation.faces().stream()
            .filter(face -> !face.answered())
            .map(face -> face.face().image())
            .filter(image -> !pictures.missing().contains(image))
            .toList());
    name("not in the truth, counted for nothing", pictures.withoutTruth());
  }

  private static void name(String problem, List<String> images) {
    if (!images.isEmpty()) {
      System.err.printf("%d %s: %s%n", images.size(), problem, FirstFew.of(NAMED, images));
    }
  }
}
