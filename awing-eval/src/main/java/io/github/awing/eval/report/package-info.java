/**
 * The page that a person opens: tables, plots and pictures in one HTML file.
 *
 * <p>Knows HTML and nothing else. Must not compute a figure or draw a picture.
 */
package io.github.awing.eval.report;
