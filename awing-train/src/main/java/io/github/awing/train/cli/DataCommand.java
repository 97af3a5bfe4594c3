package io.github.awing.train.cli;

import io.github.awing.train.TrainMain;
import picocli.CommandLine.Command;

/** {@code awing-train data}: looking at data sets before training on them. */
@Command(
    name = "data",
    description = "Shows what a data set was read as, and what is wrong with it.",
    subcommands = {DataSheetCommand.class, DataCheckCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = TrainMain.Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
