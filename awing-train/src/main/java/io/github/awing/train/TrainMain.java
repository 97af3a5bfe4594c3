package io.github.awing.train;

import io.github.awing.eval.cli.Program;
import picocli.CommandLine.Command;

/** The program {@code awing-train}. */
@Command(
    name = "awing-train",
    description = "Trains networks that find facial landmarks.",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      ResumeCommand.class,
      AblateCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      InfoCommand.class,
      SynthesiseCommand.class,
      DataCommand.class,
      SparkCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = TrainMain.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage or input", "130:interrupted"})
public final class TrainMain {

  static final class Version extends Program.Version {
    Version() {
      super("awing-train", TrainMain.class);
    }
  }

  private TrainMain() {}

  /** Runs the program and ends this Java with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Program.main(new TrainMain(), arguments));
  }

  /** Runs the program and returns its exit code. */
  public static int run(String... arguments) {
    return Program.run(new TrainMain(), arguments);
  }
}
