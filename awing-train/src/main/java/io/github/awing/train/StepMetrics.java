package io.github.awing.train;

import java.util.List;

/**
 * Figures of a step.
 *
 * @param epoch from 1
 * @param step from 1
 * @param loss of the step
 * @param stackLosses each stack's part of the loss, of the step's last batch; empty with several
 *     devices
 * @param learningRate of the step
 * @param samplesPerSecond over the epoch so far
 */
public record StepMetrics(
    int epoch,
    long step,
    double loss,
    List<Double> stackLosses,
    double learningRate,
    double samplesPerSecond) {}
