/**
 * Adaptive Wing loss, the losses that the paper compares it with, and the weighted loss map, for
 * heatmaps of any kind: as scalar maths, on arrays, in SameDiff graphs, and as an output layer or
 * loss function for Deeplearning4j.
 *
 * <p>{@link io.github.awing.loss.PixelLoss} is the loss of a pixel, {@link
 * io.github.awing.loss.HeatmapLoss} the loss of whole heatmaps. The package needs ND4J alone; only
 * {@link io.github.awing.loss.HeatmapLossLayer} uses Deeplearning4j. It does not depend on faces,
 * pictures or networks.
 */
package io.github.awing.loss;
