package io.github.awing.train;

import io.github.awing.eval.program.Progress;
import io.github.awing.train.RunFolder.EpochMetrics;
import java.util.Locale;

/** Shows a training to a person: a bar on a terminal, a line an epoch elsewhere. */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {

  private final int epochs;
  private final Progress progress;

  TrainingProgress(int epochs, int steps) {
    this.epochs = epochs;
    this.progress = Progress.of("training", steps);
  }

  @Override
  public void step(int epoch, int step, double loss, double learningRate, double samplesPerSecond) {
    progress.reached(step);
    progress.saying(
        String.format(
            Locale.ROOT,
            "epoch %d/%d, loss %.3f, rate %.1e, %.1f faces/s",
            epoch + 1,
            epochs,
            loss,
            learningRate,
            samplesPerSecond));
  }

  @Override
  public void epoch(EpochMetrics metrics) {
    if (System.console() == null) {
      System.err.printf(
          Locale.ROOT,
          "epoch %d/%d: loss %.4f, %.1f faces/s, %.0f s%n",
          metrics.epoch(),
          epochs,
          metrics.loss(),
          metrics.samplesPerSecond(),
          metrics.seconds());
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
