/**
 * Stacked hourglass with CoordConv and boundary prediction, decoders from heatmaps to landmarks,
 * and checkpoints.
 *
 * <p>The package depends on ND4J and Deeplearning4j, not on pictures, data sets or metrics.
 */
package io.github.awing.model;
