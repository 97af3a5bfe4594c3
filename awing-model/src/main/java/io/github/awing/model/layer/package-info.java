/**
 * Layers and vertices of the network for Deeplearning4j graphs, in NHWC.
 *
 * <p>Each layer defines its program steps, which a device runs; Deeplearning4j's own layers are an
 * order of magnitude slower. The package does not depend on the network's architecture.
 */
package io.github.awing.model.layer;
