/**
 * ND4J as a device: every operation of a program by ND4J's own, wherever its arrays lie.
 *
 * <p>Knows programs. Must not know graphs, layers or networks.
 */
package io.github.awing.program.nd4j;
