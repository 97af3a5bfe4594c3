/**
 * Figures that explain the paper: its losses, its weighted loss map, its boundary.
 *
 * <p>Takes numbers from the classes of those rules and passes them to {@code eval.draw}. Must not
 * contain a rule itself or write a file.
 */
package io.github.awing.eval.figure;
