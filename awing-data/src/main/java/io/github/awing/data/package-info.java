/**
 * Types that all packages of this module share: pictures, boxes, landmarks and their schemes, data
 * sets in memory.
 *
 * <p>Readers are in {@link io.github.awing.data.format}, a network's input and targets in {@link
 * io.github.awing.data.batch}. The module depends on OpenCV. It does not depend on the network, the
 * loss or any metric.
 */
package io.github.awing.data;
