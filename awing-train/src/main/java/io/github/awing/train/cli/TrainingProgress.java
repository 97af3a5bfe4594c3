package io.github.awing.train.cli;

import io.github.awing.eval.cli.Progress;
import io.github.awing.train.EpochMetrics;
import io.github.awing.train.StepMetrics;
import io.github.awing.train.TrainingListener;
import io.github.awing.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Draws how a training goes: a bar on a terminal, a line an epoch elsewhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

  private final SkippedPictures skipped = new SkippedPictures("skipped", this::notice);
  private final SkippedPictures unvalidated =
      new SkippedPictures("skipped in the validation", this::notice);
  private final int epochs;
  private int steps;
  private Progress progress;
  private String validation = "";

  /**
   * Draws nothing before the first step.
   *
   * @param epochs of the whole training
   */
  TrainingProgress(int epochs) {
    this.epochs = epochs;
  }

  @Override
  public void begins(int steps) {
    this.steps = steps;
  }

  @Override
  public void step(StepMetrics metrics, ComputationGraph graph) {
    if (progress == null) {
      progress = Progress.of("training", steps);
    }
    progress.reached(metrics.step());
    progress.saying(
        String.format(
            Locale.ROOT,
            "epoch %d/%d, loss %.3f%s, rate %.1e, %.1f faces/s%s",
            metrics.epoch(),
            epochs,
            metrics.loss(),
            byStack(metrics.stackLosses()),
            metrics.learningRate(),
            metrics.samplesPerSecond(),
            validation));
  }

  private static String byStack(List<Double> losses) {
    return losses.size() < 2
        ? ""
        : losses.stream()
            .map(loss -> String.format(Locale.ROOT, "%.3f", loss))
            .collect(Collectors.joining(" + ", " = ", ""));
  }

  @Override
  public void epoch(EpochMetrics metrics, double waited) {
    if (metrics.nme() != null) {
      validation = String.format(Locale.ROOT, ", NME %.2f %%", 100 * metrics.nme());
    }
    if (System.console() == null) {
      System.err.printf(
          Locale.ROOT,
          "epoch %d/%d: loss %.4f, %.1f faces/s%s, %.0f s%s%n",
          metrics.epoch(),
          epochs,
          metrics.loss(),
          metrics.samplesPerSecond(),
          Double.isNaN(waited)
              ? ""
              : String.format(
                  Locale.ROOT, ", waited %.0f %% of the time for pictures", 100 * waited),
          metrics.seconds(),
          metrics.nme() == null ? "" : validation);
    }
  }

  @Override
  public void skipped(String line) {
    skipped.tell(line);
  }

  @Override
  public void skippedInValidation(String line) {
    unvalidated.tell(line);
  }

  @Override
  public void notice(String words) {
    System.err.println(words);
  }

  @Override
  public void finished(TrainingResult result) {
    close();
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
