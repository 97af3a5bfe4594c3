package io.github.awing.train.cli;

import io.github.awing.train.TrainMain;
import picocli.CommandLine.Command;

/** {@code awing-train data}: inspects data sets before a training. */
@Command(
    name = "data",
    description = "Draws faces of a data set, or looks for mistakes in it.",
    subcommands = {DataSheetCommand.class, DataCheckCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = TrainMain.Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
