package io.github.awing.loss;

import java.nio.FloatBuffer;

/**
 * Native memory of dense arrays, each in C order.
 *
 * @param mask null if there is none
 * @param maskPerChannel whether the mask has one value for each heatmap, not for each pixel
 * @param gradients written by the pass; null if not wanted
 * @param losses written by the pass; null if not wanted
 */
record BandMemory(
    FloatBuffer targets,
    FloatBuffer predictions,
    FloatBuffer mask,
    boolean maskPerChannel,
    FloatBuffer gradients,
    FloatBuffer losses) {}
