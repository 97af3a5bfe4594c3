package io.github.awing.model;

/**
 * Landmarks decoded from heatmaps, all [N][landmarks]. Cell (0, 0) covers 0 to 1 on both axes, so
 * its centre is 0.5. Multiplied by 4, they are pixels of the face crop, the first pixel's centre at
 * (0, 0).
 *
 * @param x cells from the left edge; NaN if a heatmap has no finite value
 * @param y cells from the upper edge; NaN if a heatmap has no finite value
 * @param confidence the heatmap's value at its highest cell, near 1 for a certain landmark; NaN if
 *     it has no finite value
 */
public record DecodedLandmarks(double[][] x, double[][] y, double[][] confidence) {}
