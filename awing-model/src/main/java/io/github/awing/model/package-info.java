/**
 * The stacked hourglass with CoordConv and boundary prediction, the way from heatmaps to landmarks,
 * and checkpoints.
 *
 * <p>Knows arrays and Deeplearning4j. Must not know pictures, data sets or metrics.
 */
package io.github.awing.model;
