package io.github.awing.eval.metric;

/**
 * Confidence intervals of three figures, or of the differences between two networks' figures.
 *
 * @param nme of the mean NME
 * @param failureRate of FR
 * @param auc of the exact AUC
 */
public record MetricIntervals(Interval nme, Interval failureRate, Interval auc) {}
