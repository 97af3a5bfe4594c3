package io.github.awing.eval;

import java.awt.image.BufferedImage;

/**
 * Run of a network over a data set, as a report shows it.
 *
 * @param times of the run's stages
 * @param heatmaps of the face with the median error, beside the target heatmaps
 */
record NetworkRun(StageTimes times, BufferedImage heatmaps) {}
