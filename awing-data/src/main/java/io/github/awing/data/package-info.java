/**
 * From a data set folder to what a network sees: landmark schemes, readers, crops, augmentation,
 * target heatmaps, batches, and drawn faces.
 *
 * <p>Knows pictures, landmarks and OpenCV. Must not know the network, the loss or any metric.
 */
package io.github.awing.data;
