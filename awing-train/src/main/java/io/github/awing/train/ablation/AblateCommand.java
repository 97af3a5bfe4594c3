package io.github.awing.train.ablation;

import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.model.AtomicFile;
import io.github.awing.train.RunLock;
import io.github.awing.train.TrainMain;
import io.github.awing.train.cli.ReadDataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-train ablate}: compares trainings that differ in named parts of one plan. */
@Command(
    name = "ablate",
    description = {
      "Trains the rows of a plan, each with several seeds, and measures them on the same faces. The"
          + " same command goes on after a stop or a kill."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
public final class AblateCommand implements Callable<Integer> {

  private static final String PLAN = "ablation.yaml";

  @Parameters(paramLabel = "PLAN", description = "paper, or a YAML file; see docs/ablation.md")
  private String plan;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder for the trainings, the table and the report")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the faces to train on (default: the plan's)")
  private Path data;

  @Option(
      names = "--test",
      paramLabel = "DIR",
      description = "the faces to measure on (default: the plan's, or the test faces of --data)")
  private Path test;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "change the training plan of all rows, for instance --set epochs=10")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Ablation ablation = new Ablation(AblationFile.read(plan, data, test, changes), out);
    List<AblationRun> trials = ablation.trials();
    // Before the data: a detector of boxes would load native code with limits of its own.
    ComputeBackend.start();
    int comparisons = ablation.plan().rows().size() * ablation.plan().seeds().size();
    // Complain of the faces before making the folder.
    ReadDataSets read = new ReadDataSets();
    FaceDataSet measuredBy = check(ablation, read);
    String yaml = AblationFile.write(ablation.plan());
    if (!isBegun(yaml)) {
      OutputFolder.prepareEmpty(out);
    }
    try (RunLock lock = RunLock.of(out)) {
      // Asked again, as another program may have begun here since.
      if (!isBegun(yaml)) {
        AtomicFile.write(out.resolve(PLAN), yaml);
      }
      return train(
          ablation, trials, measuredBy, new AblationProgress(trials.size() + comparisons, read));
    }
  }

  private int train(
      Ablation ablation,
      List<AblationRun> trials,
      FaceDataSet measuredBy,
      AblationProgress progress)
      throws IOException {
    Optional<Map<AblationRun, AblationResult>> tried = progress.through(trials, results -> {});
    if (tried.isEmpty()) {
      return stopped();
    }
    Map<String, Double> rates = chosen(tried.get());
    rates.forEach(
        (loss, rate) -> System.err.printf("%s: learning rate %s%n", loss, Decimal.of(rate)));
    AblationProgress.Listener report =
        results -> new AblationReport(ablation, measuredBy, tried.get(), results).write();
    Optional<Map<AblationRun, AblationResult>> done =
        progress.through(ablation.runs(rates), report);
    if (done.isEmpty()) {
      return stopped();
    }
    report.done(done.get());
    System.err.print(Files.readString(out.resolve("table.md")));
    System.err.println("the report is in " + out.resolve("report.html"));
    return 0;
  }

  private static FaceDataSet check(Ablation ablation, ReadDataSets read) {
    Map<String, Double> any = new LinkedHashMap<>();
    ablation.trials().forEach(trial -> any.put(trial.loss(), 1.0));
    return ablation.runs(any).get(0).check(read);
  }

  /**
   * Tells whether the folder holds this very ablation, so that it goes on.
   *
   * @throws IllegalArgumentException if it holds another one
   */
  private boolean isBegun(String yaml) throws IOException {
    Path kept = out.resolve(PLAN);
    if (!Files.isRegularFile(kept)) {
      return false;
    }
    if (!Files.readString(kept).equals(yaml)) {
      throw new IllegalArgumentException(
          out + ": holds another ablation (see its ablation.yaml); give another --out");
    }
    return true;
  }

  /** Chooses for each loss the rate with the lowest error; the lowest rate if all diverged. */
  private static Map<String, Double> chosen(Map<AblationRun, AblationResult> trials) {
    Map<String, AblationResult> best = new LinkedHashMap<>();
    trials.forEach(
        (run, result) ->
            best.merge(run.loss(), result, (one, next) -> next.nme() < one.nme() ? next : one));
    Map<String, Double> rates = new LinkedHashMap<>();
    best.forEach((loss, result) -> rates.put(loss, result.learningRate()));
    return rates;
  }

  private static int stopped() {
    System.err.println("stopped; the same command goes on");
    return 0;
  }
}
