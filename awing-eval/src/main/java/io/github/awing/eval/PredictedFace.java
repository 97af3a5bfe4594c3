package io.github.awing.eval;

import io.github.awing.data.Box;

/**
 * One face found in a picture.
 *
 * @param image the picture's name, as results print it
 * @param box where the face was said to be
 * @param alignment what the network found there
 */
public record PredictedFace(String image, Box box, Alignment alignment) {}
