/**
 * Aligns faces with a trained network and measures the errors: the aligner, the evaluation over a
 * data set, its reports, and the commands of {@code awing-eval}.
 *
 * <p>Must not train, build layers of a network or read the files of a data set itself.
 */
package io.github.awing.eval;
