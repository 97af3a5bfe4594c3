/**
 * Makes batches for a network of annotated faces: crops, augmentation, target heatmaps, threads
 * that prepare ahead.
 */
package io.github.awing.data.batch;
