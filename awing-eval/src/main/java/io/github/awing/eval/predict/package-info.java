/**
 * Predicts landmarks for any number of pictures: the command {@code predict}, where faces come
 * from, and the files that results are written to.
 */
package io.github.awing.eval.predict;
