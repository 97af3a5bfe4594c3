package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.Evaluation;
import io.github.awing.eval.cli.DeviceOptions;
import io.github.awing.model.Checkpoint;
import io.github.awing.program.Device;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * One training of an ablation: a {@code train} command as anybody could give it, and what its last
 * network is worth on the faces that it is measured by.
 *
 * @param row of the ablation
 * @param plan it trains by
 * @param folder an ordinary run folder
 * @param arguments of {@code train}, without {@code --out}; those of {@code --set} at the end
 */
record AblationRun(String row, TrainingPlan plan, RunFolder folder, List<String> arguments) {

  private static final String PROGRAM = "java -jar awing-train/target/awing-train.jar train";
  private static final String OUT = "--out";

  /** The name of the folder. */
  String name() {
    return folder.path().getFileName().toString();
  }

  /** The word of the loss. */
  String loss() {
    return PlanFile.loss(plan);
  }

  /** The command that repeats it from anywhere, into a new folder of its name. */
  String command() {
    List<String> words = new ArrayList<>(List.of(OUT, name()));
    words.addAll(arguments);
    return PROGRAM
        + words.stream().map(AblationRun::quoted).collect(Collectors.joining(" ", " ", ""));
  }

  /** As the machine's shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[\\p{L}\\p{N}_./=:,+-" + Pattern.quote(File.separator) + "]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * What it was worth, if it is done.
   *
   * @throws BadDataException if the folder is another training's
   */
  Optional<AblationResult> result() {
    if (Files.isDirectory(folder.path()) && isBegun() && !folder.plan().equals(plan)) {
      throw new BadDataException(
          folder.path(), "was begun with another plan; give another --out, or delete this run");
    }
    return AblationResult.read(folder);
  }

  /**
   * Trains, or goes on, and measures the last network.
   *
   * @param read what the ablation has read already
   * @return nothing if it was stopped
   * @throws IOException if the run folder cannot be written
   */
  Optional<AblationResult> perform(ReadDataSets read) throws IOException {
    TrainCommand command =
        (isBegun() ? TrainCommand.asGiven(RunFolder.open(folder.path())) : given()).sharing(read);
    String diverged = null;
    try {
      if (isBegun()) {
        command.resume(folder, new DeviceOptions());
      } else {
        command.call();
      }
      if (!Files.exists(folder.report())) {
        return Optional.empty();
      }
    } catch (DivergedException e) {
      System.err.println(e.getMessage());
      diverged = e.getMessage();
    }
    FaceDataSet measuredBy = measuredBy(command);
    Checkpoint last = Checkpoint.load(folder.lastCheckpoint());
    AblationResult result =
        diverged == null
            ? measured(last, measuredBy, command.deviceToMeasure())
            : diverged(last, diverged);
    last.network().graph().close();
    result.write(folder);
    return Optional.of(result);
  }

  /**
   * Looks for what can be wrong with its data.
   *
   * @param read where what is read is kept
   * @throws BadDataException if it cannot be read
   * @throws IllegalArgumentException if there is nothing to measure by
   */
  FaceDataSet check(ReadDataSets read) {
    return measuredBy(given().sharing(read));
  }

  private boolean isBegun() {
    return Files.isRegularFile(folder.command());
  }

  private TrainCommand given() {
    TrainCommand command = new TrainCommand();
    // A program that is killed between the folder and the command in it leaves nothing to keep.
    List<String> all = new ArrayList<>(List.of("--overwrite", OUT, folder.path().toString()));
    all.addAll(arguments);
    new CommandLine(command).parseArgs(all.toArray(String[]::new));
    return command;
  }

  private static FaceDataSet measuredBy(TrainCommand command) {
    FaceDataSet learned = command.trainingFaces();
    FaceDataSet measuredBy =
        command
            .heldOut(learned)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the data set has no test faces; name others: test in the plan, or --test"
                            + " DIR"));
    if (measuredBy.faces().equals(learned.faces())) {
      throw new IllegalArgumentException(
          "the faces to measure on are those to train on; name others: test in the plan, or --test"
              + " DIR");
    }
    return measuredBy;
  }

  private AblationResult measured(Checkpoint last, FaceDataSet faces, Device device)
      throws IOException {
    Evaluation evaluation =
        new Validation(faces, false).evaluation(last.network(), last.cropEnlargement(), device);
    return AblationResult.of(plan.learningRate(), TrainingPosition.of(last), log(last), evaluation);
  }

  private AblationResult diverged(Checkpoint last, String why) throws IOException {
    return AblationResult.diverged(plan.learningRate(), TrainingPosition.of(last), log(last), why);
  }

  private List<EpochMetrics> log(Checkpoint last) throws IOException {
    return MetricsLog.upTo(folder.path(), TrainingPosition.of(last)).epochs();
  }
}
