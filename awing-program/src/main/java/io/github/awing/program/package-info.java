/**
 * Represents a network as a program of typed steps over numbered buffers, and defines the interface
 * of devices that run it.
 *
 * <p>The package depends on shapes and losses, not on a device's implementation, graphs, pictures
 * or data sets.
 */
package io.github.awing.program;
