package io.github.awing.model;

/**
 * Landmarks found in heatmaps, all [N][landmarks]. Cell (0, 0) covers 0 to 1 on both axes, so its
 * centre is 0.5. Times 4 they are places in the face crop, in its pixels, the first pixel's centre
 * at (0, 0).
 *
 * @param x cells from the left edge; NaN where a heatmap held no finite number
 * @param y cells from the upper edge; NaN where a heatmap held no finite number
 * @param confidence the heatmap's value at its highest cell, near 1 for a sure landmark; NaN where
 *     it held no finite number
 */
public record DecodedLandmarks(double[][] x, double[][] y, double[][] confidence) {}
