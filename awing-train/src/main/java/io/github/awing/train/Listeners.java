package io.github.awing.train;

import io.github.awing.eval.Evaluation;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Calls several listeners as if they were one.
 *
 * @param all called in this order
 */
record Listeners(List<TrainingListener> all) implements TrainingListener {

  /** Takes a copy. */
  Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void begins(int steps) {
    all.forEach(one -> one.begins(steps));
  }

  @Override
  public void step(StepMetrics metrics, ComputationGraph graph) {
    all.forEach(one -> one.step(metrics, graph));
  }

  @Override
  public void validation(Evaluation evaluation) {
    all.forEach(one -> one.validation(evaluation));
  }

  @Override
  public void epoch(EpochMetrics metrics, double waited) {
    all.forEach(one -> one.epoch(metrics, waited));
  }

  @Override
  public void checkpoint(Path file) {
    all.forEach(one -> one.checkpoint(file));
  }

  @Override
  public void skipped(String line) {
    all.forEach(one -> one.skipped(line));
  }

  @Override
  public void skippedInValidation(String line) {
    all.forEach(one -> one.skippedInValidation(line));
  }

  @Override
  public void notice(String words) {
    all.forEach(one -> one.notice(words));
  }

  @Override
  public boolean stops() {
    return all.stream().anyMatch(TrainingListener::stops);
  }

  @Override
  public void finished(TrainingResult result) {
    all.forEach(one -> one.finished(result));
  }
}
