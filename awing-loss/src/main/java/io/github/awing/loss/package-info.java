/**
 * Adaptive Wing loss and the weighted loss map, for heatmaps of any kind: as scalar maths, on
 * arrays, and as an output layer for Deeplearning4j.
 *
 * <p>Needs ND4J alone; only {@link io.github.awing.loss.HeatmapLossLayer} touches Deeplearning4j.
 * Must not know faces, pictures or networks.
 */
package io.github.awing.loss;
