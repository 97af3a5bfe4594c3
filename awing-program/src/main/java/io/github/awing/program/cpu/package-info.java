/**
 * Implements the processor as a device: oneDNN's convolutions and loops over native memory, a face
 * at a time on each core.
 *
 * <p>The package depends on programs, not on graphs, layers or networks.
 */
package io.github.awing.program.cpu;
