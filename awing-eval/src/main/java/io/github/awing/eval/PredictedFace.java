package io.github.awing.eval;

import io.github.awing.data.Box;

/**
 * Prediction for one face of a picture.
 *
 * @param image the picture's name, as results print it
 * @param box the face's box, as given or detected
 * @param alignment the predicted landmarks
 */
public record PredictedFace(String image, Box box, Alignment alignment) {}
