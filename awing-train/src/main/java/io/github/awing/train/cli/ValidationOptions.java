package io.github.awing.train.cli;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.cli.DataSetOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the faces that a training learns from, and those that it is measured by. */
final class ValidationOptions {

  private static final String NONE = "none";

  @Option(
      names = "--validation",
      paramLabel = "DIR",
      description = "data set to measure the network by after each epoch (default: --data's)")
  private Path validation;

  @Option(
      names = "--validation-split",
      paramLabel = "NAME",
      description = "part of it, or none to measure nothing (default: test, if there is one)")
  private String validationSplit;

  @Option(
      names = "--hold-out",
      paramLabel = "N",
      description =
          "keep every Nth training picture out of the training, and measure by these instead of"
              + " test faces")
  private Integer holdOut;

  /** Reads the faces to learn from. */
  FaceDataSet learned(DataSetOptions data, ReadDataSets read) {
    FaceDataSet all = read.of(data, Split.TRAIN);
    return holdOut == null ? all : HoldOut.every(holdOut, all).learned();
  }

  /**
   * Reads the faces to validate on, if there are any that the training does not see.
   *
   * @param learned the faces that it sees
   * @throws BadDataException if faces were asked for that are not there
   * @throws IllegalArgumentException if two kinds of faces were asked for
   */
  Optional<FaceDataSet> heldOut(DataSetOptions data, ReadDataSets read, FaceDataSet learned) {
    if (holdOut != null) {
      if (validation != null || validationSplit != null) {
        throw new IllegalArgumentException(
            "--hold-out and --validation or --validation-split exclude each other; give one of them");
      }
      return Optional.of(HoldOut.every(holdOut, read.of(data, Split.TRAIN)).heldOut());
    }
    if (NONE.equals(validationSplit)) {
      return Optional.empty();
    }
    if (validation != null || validationSplit != null) {
      return Optional.of(measured(data, read).as(learned.scheme()));
    }
    FaceDataSet found;
    try {
      found = measured(data, read);
    } catch (BadDataException e) {
      System.err.println("no validation: " + e.getMessage());
      return Optional.empty();
    }
    if (found.faces().equals(learned.faces())) {
      System.err.println(
          "no validation: the data set has no part for it; --validation gives another one");
      return Optional.empty();
    }
    return Optional.of(found.as(learned.scheme()));
  }

  private FaceDataSet measured(DataSetOptions data, ReadDataSets read) {
    Split split = validationSplit == null ? Split.TEST : new Split(validationSplit);
    return validation == null ? read.of(data, split) : read.of(data, validation, split);
  }
}
