/**
 * The pictures that explain the paper's ideas: its losses, its weighted loss map, its boundary.
 *
 * <p>Asks the classes that hold those rules for numbers and hands them to the drawing. Must hold no
 * rule of its own, and must not write a file.
 */
package io.github.awing.eval.figure;
