/**
 * Plots, and pictures of faces with what a network said about them.
 *
 * <p>Takes finished numbers and pictures and draws. Must not run a network, read a data set or
 * write a file.
 */
package io.github.awing.eval.draw;
