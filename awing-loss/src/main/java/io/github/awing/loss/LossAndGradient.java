package io.github.awing.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss and its gradient by the predictions.
 *
 * @param loss loss of every pixel, in the shape and type of the predictions; if reduced, a scalar,
 *     which is a float for predictions of 16 bits
 * @param gradient gradient of the loss (of its sum, if it is not reduced) by every prediction, in
 *     their shape and type; NaN where a prediction is NaN
 */
public record LossAndGradient(INDArray loss, INDArray gradient) {}
