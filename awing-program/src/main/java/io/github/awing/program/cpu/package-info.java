/**
 * The processor as a device: oneDNN's convolutions and loops over native memory, a face at a time
 * on each core.
 *
 * <p>Knows programs. Must not know graphs, layers or networks.
 */
package io.github.awing.program.cpu;
