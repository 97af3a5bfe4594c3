/**
 * The network as a program: typed steps over numbered buffers, and the interface of devices that
 * run it.
 *
 * <p>Knows shapes and losses. Must not know how a device computes, nor graphs, pictures or data
 * sets.
 */
package io.github.awing.program;
