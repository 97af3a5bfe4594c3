package io.github.awing.eval;

import io.github.awing.eval.cli.Program;
import io.github.awing.eval.predict.PredictCommand;
import picocli.CommandLine.Command;

/** The program {@code awing-eval}. */
@Command(
    name = "awing-eval",
    description = "Finds facial landmarks with a trained network, and measures the errors.",
    subcommands = {
      EvaluateCommand.class,
      ScoreCommand.class,
      PredictCommand.class,
      ServeCommand.class,
      PlotCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = EvalMain.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage or input", "130:interrupted"})
public final class EvalMain {

  /** Version that {@code --version} prints. */
  public static final class Version extends Program.Version {
    Version() {
      super("awing-eval", EvalMain.class);
    }
  }

  private EvalMain() {}

  /** Runs the program and ends the Java process with the exit code. */
  public static void main(String[] arguments) {
    System.exit(Program.main(new EvalMain(), arguments));
  }

  /** Runs the program and returns the exit code. */
  public static int run(String... arguments) {
    return Program.run(new EvalMain(), arguments);
  }
}
