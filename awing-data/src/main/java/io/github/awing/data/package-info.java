/**
 * Faces as all rooms of this module share them: pictures, boxes, landmarks and their schemes, data
 * sets in memory.
 *
 * <p>Readers are in {@link io.github.awing.data.format}, what a network is fed in {@link
 * io.github.awing.data.batch}. The module knows pictures, landmarks and OpenCV. It must not know
 * the network, the loss or any metric.
 */
package io.github.awing.data;
