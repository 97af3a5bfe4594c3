package io.github.awing.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.awing.eval.metric.Metrics;

/**
 * Figures of an epoch, as {@code metrics.jsonl} has them.
 *
 * @param epoch from 1
 * @param step steps done so far
 * @param loss mean over the epoch
 * @param learningRate at its end
 * @param samplesPerSecond over the epoch
 * @param seconds that the training has taken so far
 * @param dataWaitSeconds of the epoch in which the network waited for faces
 * @param nme on the validation faces, a fraction; null if the epoch was not validated
 * @param failureRate on them at 10 %, a fraction; null with it
 * @param auc on them at 10 %, 0 to 1; null with it
 */
@JsonPropertyOrder({
  "epoch",
  "step",
  "loss",
  "learningRate",
  "samplesPerSecond",
  "seconds",
  "dataWaitSeconds",
  "nme",
  "failureRate",
  "auc"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochMetrics(
    int epoch,
    long step,
    double loss,
    double learningRate,
    double samplesPerSecond,
    double seconds,
    double dataWaitSeconds,
    Double nme,
    Double failureRate,
    Double auc) {

  /** Adds the figures of a validation. */
  EpochMetrics with(Metrics validation) {
    return new EpochMetrics(
        epoch,
        step,
        loss,
        learningRate,
        samplesPerSecond,
        seconds,
        dataWaitSeconds,
        validation.nme(),
        validation.failureRate(),
        validation.auc());
  }
}
