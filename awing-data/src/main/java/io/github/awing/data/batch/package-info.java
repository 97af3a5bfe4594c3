/**
 * Prepares batches of annotated faces for a network: crops, augmentation, target heatmaps,
 * prefetching threads.
 */
package io.github.awing.data.batch;
