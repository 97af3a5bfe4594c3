/**
 * Plots, and pictures of faces with landmarks and heatmaps.
 *
 * <p>Draws finished numbers and pictures. Must not run a network, read a data set or write a file.
 */
package io.github.awing.eval.draw;
