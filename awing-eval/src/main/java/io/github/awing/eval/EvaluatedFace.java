package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;

/**
 * One face, what a network found in it, and how far off that is.
 *
 * @param face the face as its data set describes it
 * @param alignment what the network found
 * @param nme the face's error, a fraction; infinite if the network gave no finite answer
 */
public record EvaluatedFace(AnnotatedFace face, Alignment alignment, double nme) {}
