package io.github.awing.train.cli;

import io.github.awing.train.TrainMain;
import io.github.awing.train.ablation.AblateCommand;
import picocli.CommandLine.Command;

/** The program {@code awing-train}: lists its commands. */
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
public final class TrainProgram {}
