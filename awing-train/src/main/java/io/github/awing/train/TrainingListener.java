package io.github.awing.train;

import io.github.awing.eval.Evaluation;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Follows a training, and may stop it. All calls come from the thread that trains, so it waits for
 * each.
 */
public interface TrainingListener {

  /**
   * Called before the first step, of a resumed training too.
   *
   * @param steps of the whole training, if no picture is skipped
   */
  default void begins(int steps) {}

  /**
   * Called after every step.
   *
   * @param graph that is trained; a device with memory of its own brings it up to date only for
   *     validations and checkpoints
   */
  default void step(StepMetrics metrics, ComputationGraph graph) {}

  /**
   * Called after every validation, before the epoch's own call.
   *
   * @param evaluation the errors of all validation faces
   */
  default void validation(Evaluation evaluation) {}

  /**
   * Called after every epoch, when its checkpoint is written.
   *
   * @param waited share of the epoch's time in which steps waited for pictures, 0 to 1; NaN if it
   *     is not known
   */
  default void epoch(EpochMetrics metrics, double waited) {}

  /** Called when a checkpoint is written: the last one, or the best so far. */
  default void checkpoint(Path file) {}

  /**
   * Called once for each picture to learn from that cannot be read.
   *
   * @param line its file, and why
   */
  default void skipped(String line) {}

  /**
   * Called once for each validation face that cannot be measured.
   *
   * @param line its file, and why
   */
  default void skippedInValidation(String line) {}

  /**
   * Called when something else happens that a person should know, for instance a return to the last
   * checkpoint.
   *
   * @param words one or two lines
   */
  default void notice(String words) {}

  /**
   * Asked after every step: {@code true} saves the training, so that it can be resumed, and ends
   * it.
   */
  default boolean stops() {
    return false;
  }

  /** Called when the training has come to its end and its report is written. */
  default void finished(TrainingResult result) {}
}
