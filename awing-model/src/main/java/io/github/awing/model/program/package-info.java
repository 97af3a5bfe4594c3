/**
 * The network as a program: typed steps over numbered buffers, compiled from a Deeplearning4j graph
 * and run by a device.
 *
 * <p>Knows graphs and shapes. Must not know how a device computes, nor pictures or data sets.
 */
package io.github.awing.model.program;
