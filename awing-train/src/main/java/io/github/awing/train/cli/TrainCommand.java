package io.github.awing.train.cli;

import io.github.awing.train.TrainMain;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code awing-train train}: trains a network by a plan on a data set. */
@Command(
    name = "train",
    description = "Trains a network by a plan on a data set.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "NAME|FILE",
      description = "wflw, 300w, cofw, aflw, small or demo, or a YAML file of the same words")
  private String plan;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "folder for plan, metrics, checkpoints and report")
  private Path out;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "change the plan, for instance --set epochs=10 seed=2")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Mixin private TrainOptions options;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TrainingPlan chosen = TrainingPlan.read(plan, changes);
    options.requireFor(chosen);
    Training training =
        options
            .training(chosen, new ReadDataSets())
            .into(out)
            .overwriting(overwrite)
            .keeping(
                SavedCommand.FILE, SavedCommand.of(spec.commandLine().getParseResult()).toJson());
    new AttendedTraining(training, options.ui()).run();
    return 0;
  }
}
