package io.github.awing.train;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outcome of a training: its folder with the trained network, and its figures.
 *
 * @param folder with the checkpoints, the report and the model card
 * @param end how the training ended
 * @param epochs figures of every epoch, of earlier sittings too
 * @param losses loss of every step, of earlier sittings too
 * @param seconds that the training took, over all sittings
 * @param skipped pictures to learn from that could not be read, a line each
 * @param skippedInValidation faces that the last validation could not measure, a line each
 * @param provenance data, plan, program and machine, as the report names them
 */
public record TrainingResult(
    RunFolder folder,
    End end,
    List<EpochMetrics> epochs,
    List<Double> losses,
    double seconds,
    List<String> skipped,
    List<String> skippedInValidation,
    Map<String, String> provenance) {

  /** End of one sitting of a training. */
  public enum End {
    /** The plan is done: all epochs, or as many as early stopping allowed. */
    FINISHED,
    /** The plan was done before, so there was nothing to do. */
    FINISHED_BEFORE,
    /** A listener stopped the training; it can be resumed. */
    STOPPED
  }

  /** Takes copies. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    losses = List.copyOf(losses);
    skipped = List.copyOf(skipped);
    skippedInValidation = List.copyOf(skippedInValidation);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /** How many steps are done. */
  public int steps() {
    return losses.size();
  }

  /** Plots the loss of every step, and the NME of every validated epoch. */
  public BufferedImage lossCurve() {
    return TrainingReport.lossCurve(losses, epochs);
  }
}
