/**
 * Implements ND4J as a device: it runs every operation of a program by ND4J's operations, on any
 * ND4J backend.
 *
 * <p>The package depends on programs, not on graphs, layers or networks.
 */
package io.github.awing.program.nd4j;
