/**
 * The network's layers and vertices for Deeplearning4j graphs, in NHWC, over native memory.
 *
 * <p>They call oneDNN directly and do everything between two convolutions in one pass over memory,
 * because Deeplearning4j's own layers are an order of magnitude slower; where that cannot be,
 * ND4J's operations do the same. Must not know how a network is put together from them.
 */
package io.github.awing.model.layer;
