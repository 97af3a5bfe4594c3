package io.github.awing.train.ablation;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.Evaluation;
import io.github.awing.model.Checkpoint;
import io.github.awing.program.Device;
import io.github.awing.train.DivergedException;
import io.github.awing.train.EpochMetrics;
import io.github.awing.train.RunFolder;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.TrainingResult;
import io.github.awing.train.Validation;
import io.github.awing.train.cli.AttendedTraining;
import io.github.awing.train.cli.ReadDataSets;
import io.github.awing.train.cli.SavedCommand;
import io.github.awing.train.cli.TrainOptions;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Training of an ablation: trains, and measures the last network. A {@code train} command repeats
 * it.
 *
 * @param row of the ablation
 * @param plan that it trains by
 * @param folder an ordinary run folder
 * @param base name or file that the plan is read from
 * @param changes made to the base, by word
 * @param words of {@code train}: data, options, and the faces to measure by
 */
record AblationRun(
    String row,
    TrainingPlan plan,
    RunFolder folder,
    String base,
    Map<String, String> changes,
    SavedCommand words) {

  private static final String PROGRAM = "java -jar awing-train/target/awing-train.jar train";

  /** Returns the name of the folder. */
  String name() {
    return folder.path().getFileName().toString();
  }

  /** Returns the word for the loss. */
  String loss() {
    return plan.loss().word();
  }

  /** Writes the command that repeats it from anywhere, into a new folder of its name. */
  String command() {
    List<String> all = new ArrayList<>(List.of("--out", name(), "--plan", base));
    all.addAll(words.arguments());
    all.add("--set");
    changes.forEach((word, value) -> all.add(word + "=" + value));
    return PROGRAM
        + all.stream().map(AblationRun::quoted).collect(Collectors.joining(" ", " ", ""));
  }

  /** Quotes a word for the shell. */
  private static String quoted(String word) {
    return word.matches("[\\p{L}\\p{N}_./=:,+-" + Pattern.quote(File.separator) + "]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Reads its result, if it is done.
   *
   * @throws BadDataException if the folder is another training's
   */
  Optional<AblationResult> result() {
    if (isBegun() && !folder.plan().equals(plan)) {
      throw new BadDataException(
          folder.path(), "was begun with another plan; give another --out, or delete this run");
    }
    return AblationResult.read(folder);
  }

  /**
   * Trains, or goes on, and measures the last network.
   *
   * @param read data sets that the ablation has read already
   * @return the result; empty if it was stopped
   * @throws IOException if the run folder cannot be written
   */
  Optional<AblationResult> perform(ReadDataSets read) throws IOException {
    boolean resumes = isBegun();
    TrainOptions options = resumes ? SavedCommand.optionsIn(folder) : words.options();
    options.requireFor(plan);
    Training training = training(options, read);
    AttendedTraining attended = new AttendedTraining(training, options.ui());
    String diverged = null;
    try {
      TrainingResult trained = resumes ? attended.resume() : attended.run();
      if (trained.end() == TrainingResult.End.STOPPED) {
        return Optional.empty();
      }
    } catch (DivergedException e) {
      System.err.println(e.getMessage());
      diverged = e.getMessage();
    }
    Checkpoint last = Checkpoint.load(folder.lastCheckpoint());
    AblationResult result =
        diverged == null
            ? measured(last, measuredBy(training), options.openToMeasure())
            : AblationResult.diverged(plan.learningRate(), epochs(last), diverged);
    last.network().graph().close();
    result.write(folder);
    return Optional.of(result);
  }

  private Training training(TrainOptions options, ReadDataSets read) {
    return options
        .training(plan, read)
        .into(folder.path())
        // A program that is killed between the folder and the command in it leaves nothing to keep.
        .overwriting(true)
        .keeping(SavedCommand.FILE, words.toJson());
  }

  /**
   * Checks its data.
   *
   * @param read keeps the data sets
   * @return the faces to measure by
   * @throws BadDataException if it cannot be read
   * @throws IllegalArgumentException if there is nothing to measure by
   */
  FaceDataSet check(ReadDataSets read) {
    TrainOptions options = words.options();
    FaceDataSet learned = options.faces(read);
    return measuredBy(learned, options.heldOut(read, learned));
  }

  private boolean isBegun() {
    return SavedCommand.isIn(folder);
  }

  private static FaceDataSet measuredBy(Training training) {
    return measuredBy(training.faces(), training.validation());
  }

  private static FaceDataSet measuredBy(FaceDataSet learned, Optional<FaceDataSet> heldOut) {
    FaceDataSet measuredBy =
        heldOut.orElseThrow(
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
    return AblationResult.of(plan.learningRate(), epochs(last), evaluation);
  }

  private List<EpochMetrics> epochs(Checkpoint last) throws IOException {
    return folder.epochs().stream().filter(epoch -> epoch.epoch() <= last.epoch()).toList();
  }
}
