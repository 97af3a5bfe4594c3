/**
 * Predicts landmarks for any number of pictures: the command {@code predict}, the sources of faces,
 * and the writers of results.
 */
package io.github.awing.eval.predict;
