package io.github.awing.train;

import io.github.awing.eval.cli.Progress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a training to a person: a bar on a terminal, a line an epoch elsewhere. */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {

  private final int epochs;
  private final Progress progress;
  private String validation = "";

  TrainingProgress(int epochs, int steps) {
    this.epochs = epochs;
    this.progress = Progress.of("training", steps);
  }

  @Override
  public void step(StepMetrics metrics) {
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
  public void notice(String words) {
    System.err.println(words);
  }

  @Override
  public void close() {
    progress.close();
  }
}
