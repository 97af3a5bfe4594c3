package io.github.awing.train.cli;

import io.github.awing.eval.cli.DeviceOptions;
import io.github.awing.train.RunFolder;
import io.github.awing.train.RunLock;
import io.github.awing.train.TrainMain;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-train resume}: goes on with a training that was stopped. */
@Command(
    name = "resume",
    description = {
      "Goes on with a training that was stopped or killed, from its last checkpoint. With"
          + " OMP_NUM_THREADS=1 it ends with the weights that it would have had without the stop;"
          + " else their last digits may differ. The options of the beginning hold; device and"
          + " precision may change."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class ResumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "the folder that train wrote")
  private Path run;

  @Mixin private DeviceOptions devices = new DeviceOptions();

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolder.open(run);
    TrainOptions options = SavedCommand.optionsIn(folder);
    // Refuse a folder in use before hours go into reading faces.
    RunLock.of(run).close();
    TrainingPlan plan = folder.plan();
    options.insteadOn(devices);
    options.requireFor(plan);
    Training training = options.training(plan, new ReadDataSets()).into(run);
    new AttendedTraining(training, options.ui()).resume();
    return 0;
  }
}
