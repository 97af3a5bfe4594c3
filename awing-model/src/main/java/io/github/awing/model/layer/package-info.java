/**
 * The network's layers and vertices for Deeplearning4j graphs, in NHWC.
 *
 * <p>Each names the steps that it is made of; a device runs them, because Deeplearning4j's own
 * layers are an order of magnitude slower. Must not know how a network is put together from them.
 */
package io.github.awing.model.layer;
