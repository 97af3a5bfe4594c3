package io.github.awing.train.cli;

import io.github.awing.data.FaceDataSet;
import io.github.awing.train.RunFolder;
import io.github.awing.train.Training;
import io.github.awing.train.TrainingListener;
import io.github.awing.train.TrainingResult;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Trains for a person at a terminal: writes plan, progress and outcome to standard error, and stops
 * at Ctrl-C.
 *
 * @param training to attend
 * @param ui whether Deeplearning4j's page shows it too
 */
public record AttendedTraining(Training training, boolean ui) {

  /** Begins it, see {@link Training#run}. */
  public TrainingResult run() throws IOException {
    return attend(Training::run);
  }

  /** Goes on with it, see {@link Training#resume}. */
  public TrainingResult resume() throws IOException {
    return attend(Training::resume);
  }

  @FunctionalInterface
  private interface Way {
    TrainingResult go(Training training, TrainingListener... listeners) throws IOException;
  }

  private TrainingResult attend(Way way) throws IOException {
    // Ctrl-C ends the program when the signal is closed: all is said by then.
    try (StopSignal stop = new StopSignal();
        TrainingUi page = ui ? TrainingUi.open() : null;
        TrainingProgress progress = new TrainingProgress(training.plan().epochs())) {
      TrainingListener watch = page == null ? new TrainingListener() {} : page;
      TrainingResult result = way.go(training, new Heading(training), progress, stop, watch);
      progress.close();
      say(result);
      return result;
    }
  }

  /** Writes the plan and names the data. */
  private record Heading(Training training) implements TrainingListener {
    @Override
    public void begins(int steps) {
      FaceDataSet faces = training.faces();
      System.err.print(training.plan().toYaml());
      System.err.printf(
          "%d faces of %s, %s%n", faces.faces().size(), faces.format(), faces.scheme().name());
    }
  }

  private static void say(TrainingResult result) {
    RunFolder run = result.folder();
    switch (result.end()) {
      case FINISHED_BEFORE -> System.err.printf("%s: this training is done%n", run.path());
      case STOPPED ->
          System.err.printf(
              "stopped after step %d, saved in %s; to go on: resume %s%n",
              result.steps(), run.lastCheckpoint(), run.path());
      case FINISHED -> {
        System.err.printf(
            Locale.ROOT,
            "trained in %.0f s; the network is in %s%n",
            result.seconds(),
            run.lastCheckpoint());
        sayAll("skipped", result.skipped());
        sayAll("skipped in the validation", result.skippedInValidation());
      }
    }
  }

  private static void sayAll(String what, List<String> pictures) {
    if (!pictures.isEmpty()) {
      System.err.printf("%d pictures %s:%n", pictures.size(), what);
      pictures.forEach(line -> System.err.println("  " + line));
    }
  }
}
